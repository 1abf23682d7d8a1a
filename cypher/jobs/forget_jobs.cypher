// name: jobs/forget_jobs
// purpose: Forget the jobs that ended long ago.
// access: write
// params: before: str, limit: int
// returns: Count
// scope: global
MATCH (j:Job)
WHERE j.ended_at < $before
WITH j LIMIT $limit
DELETE j
RETURN count(*) AS count
