// name: queries/put_queries
// purpose: Named queries of an account that is put back whole.
// access: write
// params: account_id: str, rows: list[map]
// returns: Count
UNWIND $rows AS row
CREATE (q:SavedQuery {account_id: $account_id, name: row.name})
SET q += row.properties
RETURN count(q) AS count
