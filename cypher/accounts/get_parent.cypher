// name: accounts/get_parent
// purpose: The account one belongs under, one step up the tree.
// access: read
// params: account_id: str
// returns: TreeRow, at most one row
MATCH (a:Account {account_id: $account_id, id: $account_id})
RETURN a.id AS id, a.parent_id AS parent_id
ORDER BY id LIMIT 1
