// name: queries/find_queries
// purpose: The named queries of these accounts (an empty id: of all) that have a name, by account.
// access: read
// params: accounts: list[str], name: str, limit: int
// returns: SavedQuery, by account
// scope: global
MATCH (q:SavedQuery {name: $name})
WHERE q.account_id IN $accounts
RETURN q.account_id AS account, q.name AS name, q.title AS title, q.query AS query, q.parameters AS parameters,
       q.saved_by AS saved_by, q.saved_at AS saved_at, q.stamp AS stamp
ORDER BY account LIMIT $limit
