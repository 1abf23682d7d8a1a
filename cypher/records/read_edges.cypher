// name: records/read_edges
// purpose: All records of one kind that are relationships, each as its two ends and its declared columns.
// access: read
// params: account_id: str
// returns: KindRows, at most one row, for the whole document; the reader sorts by key
// holes: kind, type, source, target, columns
MATCH (a:<<source>> {account_id: $account_id})-[e:<<type>>]->(b:<<target>>)
WHERE a.id IS NOT NULL
RETURN '<<kind>>' AS kind, collect([a.id, b.id<<columns>>]) AS rows
