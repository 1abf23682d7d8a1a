// name: jobs/end_job
// purpose: A job is over, for who has its lease.
// access: write
// params: id: str, lease: str, properties: map
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
SET j += $properties
RETURN count(j) AS count
