// name: operations/forget_operations_of_account
// purpose: Forget what was answered about an account that is no more.
// access: write
// params: account_id: str
// returns: Count
MATCH (o:Operation {account_id: $account_id})
WHERE o.id IS NOT NULL
DELETE o
RETURN count(*) AS count
