// name: queries/list_queries
// purpose: The named queries of these accounts (an empty id: of all) after a name and an account.
// access: read
// params: accounts: list[str], after: str, after_account: str, limit: int
// returns: SavedQuery, by name, then account
// scope: global
MATCH (q:SavedQuery)
WHERE q.account_id IN $accounts AND (q.name > $after OR (q.name = $after AND q.account_id > $after_account))
RETURN q.account_id AS account, q.name AS name, q.title AS title, q.query AS query, q.parameters AS parameters,
       q.saved_by AS saved_by, q.saved_at AS saved_at, q.stamp AS stamp
ORDER BY name, account LIMIT $limit
