// name: snapshots/list_snapshots
// purpose: The named copies of an account, oldest first, without their content.
// access: read
// params: account_id: str, limit: int
// returns: SnapshotRow, by the day they show, then the moment they were taken, then id
MATCH (s:Snapshot {account_id: $account_id})
WHERE s.id IS NOT NULL
RETURN s.id AS id, s.name AS name, s.reason AS reason, s.opportunity AS opportunity, s.as_of AS as_of,
       s.taken_at AS taken_at, s.taken_by AS taken_by, s.member AS member, s.revision AS revision, s.digest AS digest,
       s.brought_by AS brought_by
ORDER BY as_of, taken_at, id LIMIT $limit
