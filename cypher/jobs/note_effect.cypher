// name: jobs/note_effect
// purpose: Say in the transaction of a write that a job has done it; none where its lease is lost or it was cancelled.
// access: write
// params: id: str, lease: str, until: str, revision: int
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
SET j.revision = $revision, j.due_at = $until
RETURN count(j) AS count
