// name: snapshots/list_lent
// purpose: Of which accounts do snapshots hold what an account lent them, as told by a part of that text?
// access: read
// params: part: str, limit: int
// returns: Borrower, by account
// scope: global
MATCH (s:Snapshot)
WHERE s.lent CONTAINS $part
RETURN DISTINCT s.account_id AS account
ORDER BY account LIMIT $limit
