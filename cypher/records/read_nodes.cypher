// name: records/read_nodes
// purpose: All records of one kind that are nodes, each as a list of its declared columns.
// access: read
// params: account_id: str
// returns: KindRows, at most one row, for the whole document; the reader sorts by key
// holes: kind, label, id, marks, columns
MATCH (n:<<label>> {account_id: $account_id<<marks>>})
WHERE n.<<id>> IS NOT NULL
RETURN '<<kind>>' AS kind, collect([<<columns>>]) AS rows
