// name: jobs/cancel_job
// purpose: A job that has not done anything yet never will; what it was asked is kept no longer.
// access: write
// params: id: str, at: str, asked: list[str]
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state IN ['queued', 'running'] AND j.revision IS NULL
SET j.state = 'cancelled', j.ended_at = $at
WITH j
OPTIONAL MATCH (p:JobPart)
WHERE p.id IN $asked
DELETE p
RETURN count(DISTINCT j) AS count
