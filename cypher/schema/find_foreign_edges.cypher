// name: schema/find_foreign_edges
// purpose: Relationships between records of two accounts; there must be none.
// access: read
// params: limit: int
// returns: ForeignEdge, by account and type
// scope: global
MATCH (a)-[e]->(b)
WHERE a.account_id <> b.account_id
RETURN a.account_id AS account_id, b.account_id AS other_account_id, type(e) AS type
ORDER BY account_id, other_account_id, type LIMIT $limit
