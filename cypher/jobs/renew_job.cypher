// name: jobs/renew_job
// purpose: Whoever runs a job goes on and says how far it is; none where the lease is lost.
// access: write
// params: id: str, lease: str, until: str, step: str, progress: float
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
SET j.due_at = $until, j.step = $step, j.progress = $progress
RETURN count(j) AS count
