// name: changes/append_changes
// purpose: Note what one write changed, in parts of bounded size; the record contents are kept as they were.
// access: write
// params: account_id: str, rows: list[ChangePart]
// returns: Count
UNWIND $rows AS row
CREATE (c:Change {account_id: $account_id, id: row.id})
SET c += row.properties
RETURN count(c) AS count
