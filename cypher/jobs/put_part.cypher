// name: jobs/put_part
// purpose: Keep a sealed part of what a job was asked or answered.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
MERGE (p:JobPart {id: $id})
SET p += $properties
RETURN count(p) AS count
