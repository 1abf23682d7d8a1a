// name: jobs/put_job
// purpose: Keep a job with the sealed parts of what it was asked or answered; one that is here stays as it is.
// access: write
// params: id: str, properties: map, parts: list[map]
// returns: Count
// scope: global
OPTIONAL MATCH (there:Job {id: $id})
WITH count(there) AS known
WHERE known = 0
CREATE (j:Job {id: $id})
SET j += $properties
FOREACH (part IN $parts | MERGE (p:JobPart {id: part.id}) SET p += part.properties)
RETURN count(j) AS count
