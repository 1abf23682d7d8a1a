// name: jobs/delete_parts
// purpose: What a job was asked is kept no longer.
// access: write
// params: ids: list[str]
// returns: Count
// scope: global
MATCH (p:JobPart)
WHERE p.id IN $ids
DELETE p
RETURN count(*) AS count
