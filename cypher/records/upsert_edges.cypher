// name: records/upsert_edges
// purpose: Create or replace the relationships of one type, one between two nodes.
// access: write
// params: account_id: str, rows: list[EdgeRow]
// returns: Count
// holes: type, source, source_id, target, target_id
UNWIND $rows AS row
MATCH (a:<<source>> {account_id: $account_id, <<source_id>>: row.source})
MATCH (b:<<target>> {account_id: $account_id, <<target_id>>: row.target})
MERGE (a)-[e:<<type>>]->(b)
SET e += row.properties
RETURN count(e) AS count
