// name: jobs/forget_parts
// purpose: Forget what jobs were asked and answered long ago.
// access: write
// params: before: str, limit: int
// returns: Count
// scope: global
MATCH (p:JobPart)
WHERE p.at < $before
WITH p LIMIT $limit
DELETE p
RETURN count(*) AS count
