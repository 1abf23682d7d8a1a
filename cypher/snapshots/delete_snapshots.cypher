// name: snapshots/delete_snapshots
// purpose: Forget the copies of an account that is no more.
// access: write
// params: account_id: str
// returns: Count
MATCH (s:Snapshot {account_id: $account_id})
WHERE s.id IS NOT NULL
DELETE s
RETURN count(*) AS count
