// name: jobs/get_part
// purpose: A sealed part of what a job was asked or answered.
// access: read
// params: id: str
// returns: PartRow, at most one row
// scope: global
MATCH (p:JobPart {id: $id})
RETURN p.content AS content
ORDER BY p.id LIMIT 1
