// name: records/delete_edges
// purpose: Remove the named relationships of one type.
// access: write
// params: account_id: str, rows: list[EdgeRow]
// returns: Count
// holes: type, source, source_id, target, target_id
UNWIND $rows AS row
MATCH (a:<<source>> {account_id: $account_id, <<source_id>>: row.source})
MATCH (a)-[e:<<type>>]->(b:<<target>> {account_id: $account_id, <<target_id>>: row.target})
DELETE e
RETURN count(*) AS count
