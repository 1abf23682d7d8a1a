// name: records/delete_keyed_edges
// purpose: Remove the named relationships of one type, told apart between the same two nodes by one property.
// access: write
// params: account_id: str, rows: list[EdgeRow]
// returns: Count
// holes: type, source, source_id, target, target_id, key
UNWIND $rows AS row
MATCH (a:<<source>> {account_id: $account_id, <<source_id>>: row.source})
MATCH (a)-[e:<<type>> {<<key>>: row.key}]->(b:<<target>> {account_id: $account_id, <<target_id>>: row.target})
DELETE e
RETURN count(*) AS count
