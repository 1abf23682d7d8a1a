// name: queries/delete_query
// purpose: A named query is no more, where it still is the one that was read.
// access: write
// params: account: str, name: str, seen: str
// returns: Count
// scope: global
MATCH (q:SavedQuery {account_id: $account, name: $name})
SET q.writes = coalesce(q.writes, 0) + 1
WITH q, q.name AS name
WHERE q.stamp = $seen
DELETE q
RETURN count(name) AS count
