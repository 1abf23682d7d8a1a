// name: snapshots/get_content
// purpose: The document a named copy of an account holds.
// access: read
// params: account_id: str, id: str
// returns: ContentRow, at most one row
MATCH (s:Snapshot {account_id: $account_id, id: $id})
RETURN s.content AS content
ORDER BY s.id LIMIT 1
