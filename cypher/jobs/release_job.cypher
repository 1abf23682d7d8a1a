// name: jobs/release_job
// purpose: A job is to be begun again, not before then, by whoever comes.
// access: write
// params: id: str, lease: str, due_at: str
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
SET j.state = 'queued', j.lease = '', j.due_at = $due_at, j.tries = j.tries - 1
RETURN count(j) AS count
