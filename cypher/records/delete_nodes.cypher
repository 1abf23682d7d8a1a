// name: records/delete_nodes
// purpose: Remove the named nodes of one label with whatever hangs on them.
// access: write
// params: account_id: str, rows: list[NodeRow]
// returns: Count
// holes: label, id
UNWIND $rows AS row
MATCH (n:<<label>> {account_id: $account_id, <<id>>: row.id})
DETACH DELETE n
RETURN count(*) AS count
