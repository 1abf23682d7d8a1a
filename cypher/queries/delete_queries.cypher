// name: queries/delete_queries
// purpose: Forget the named queries of an account that is no more.
// access: write
// params: account_id: str
// returns: Count
MATCH (q:SavedQuery {account_id: $account_id})
WHERE q.name IS NOT NULL
DELETE q
RETURN count(*) AS count
