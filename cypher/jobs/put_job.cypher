// name: jobs/put_job
// purpose: Keep a job; one that is here stays as it is.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
OPTIONAL MATCH (there:Job {id: $id})
WITH count(there) AS known
WHERE known = 0
CREATE (j:Job {id: $id})
SET j += $properties
RETURN count(j) AS count
