// name: changes/delete_changes
// purpose: Forget what was changed in an account that is no more.
// access: write
// params: account_id: str
// returns: Count
MATCH (c:Change {account_id: $account_id})
WHERE c.id IS NOT NULL
DELETE c
RETURN count(*) AS count
