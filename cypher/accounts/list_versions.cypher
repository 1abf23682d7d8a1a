// name: accounts/list_versions
// purpose: The revisions of accounts, each with the account's identity.
// access: read
// params: ids: list[str], limit: int
// returns: VersionRow, by id
// scope: global
UNWIND $ids AS wanted
MATCH (a:Account {account_id: wanted, id: wanted})
RETURN a.id AS id, a.identity AS identity, a.revision AS revision
ORDER BY id LIMIT $limit
