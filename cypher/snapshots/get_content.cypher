// name: snapshots/get_content
// purpose: The document a named copy of an account holds, and what other accounts lent it then.
// access: read
// params: account_id: str, id: str
// returns: ContentRow, at most one row
MATCH (s:Snapshot {account_id: $account_id, id: $id})
RETURN s.content AS content, s.lent AS lent
ORDER BY s.id LIMIT 1
