// name: queries/create_query
// purpose: Keep a new named query; of an account, or of all with an empty id.
// access: write
// params: account: str, name: str, properties: map
// returns: Count
// scope: global
CREATE (q:SavedQuery {account_id: $account, name: $name})
SET q += $properties
RETURN count(q) AS count
