// name: records/upsert_nodes
// purpose: Create or replace the named nodes of one label.
// access: write
// params: account_id: str, rows: list[NodeRow]
// returns: Count
// holes: label, id
UNWIND $rows AS row
MERGE (n:<<label>> {account_id: $account_id, <<id>>: row.id})
SET n += row.properties
RETURN count(n) AS count
