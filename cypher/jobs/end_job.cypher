// name: jobs/end_job
// purpose: A job is over, for who has its lease; what it was asked is kept no longer.
// access: write
// params: id: str, lease: str, properties: map, asked: list[str]
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
SET j += $properties
WITH j
OPTIONAL MATCH (p:JobPart)
WHERE p.id IN $asked
DELETE p
RETURN count(DISTINCT j) AS count
