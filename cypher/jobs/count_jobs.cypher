// name: jobs/count_jobs
// purpose: How many jobs each actor has waiting and running.
// access: read
// params: limit: int
// returns: JobCount, by actor and state
// scope: global
MATCH (j:Job)
WHERE j.state IN ['queued', 'running']
RETURN j.actor AS actor, j.state AS state, count(j) AS count
ORDER BY actor, state LIMIT $limit
