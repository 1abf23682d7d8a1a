// name: jobs/claim_job
// purpose: One process alone runs a job until then; none where another was first.
// access: write
// params: id: str, seen: str, lease: str, until: str, now: str
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.due_at = $seen AND j.state IN ['queued', 'running']
SET j.state = 'running', j.lease = $lease, j.due_at = $until, j.tries = j.tries + 1,
    j.started_at = coalesce(j.started_at, $now)
RETURN count(j) AS count
