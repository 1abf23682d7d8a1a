// name: queries/replace_query
// purpose: A named query becomes another where it still is the one that was read; none where somebody was first.
// access: write
// params: account: str, name: str, seen: str, properties: map
// returns: Count
// scope: global
MATCH (q:SavedQuery {account_id: $account, name: $name})
SET q.writes = coalesce(q.writes, 0) + 1
WITH q
WHERE q.stamp = $seen
SET q += $properties
RETURN count(q) AS count
