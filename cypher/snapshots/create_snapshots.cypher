// name: snapshots/create_snapshots
// purpose: Keep named copies of an account's document; a copy is never changed afterwards.
// access: write
// params: account_id: str, rows: list[SnapshotRow]
// returns: Count
UNWIND $rows AS row
CREATE (s:Snapshot {account_id: $account_id, id: row.id})
SET s += row.properties
RETURN count(s) AS count
