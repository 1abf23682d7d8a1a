// name: operations/forget_operations
// purpose: Forget the requests, with their answers, that are too old to be sent again.
// access: write
// params: before: str, limit: int
// returns: Count
// scope: global
MATCH (o:Operation)
WHERE o.at < $before
WITH o LIMIT $limit
DELETE o
RETURN count(*) AS count
