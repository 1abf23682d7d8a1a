// name: accounts/list_identities
// purpose: The identities of accounts: given when an account is made, never again, nor to another of the same id.
// access: read
// params: ids: list[str], limit: int
// returns: IdentityRow, by id
// scope: global
UNWIND $ids AS wanted
MATCH (a:Account {account_id: wanted, id: wanted})
RETURN a.id AS id, a.identity AS identity
ORDER BY id LIMIT $limit
