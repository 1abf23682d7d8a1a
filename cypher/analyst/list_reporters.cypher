// name: analyst/list_reporters
// purpose: Which member reported how many attitudes up to the day, most first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: Reporter, by attitudes falling, then member
MATCH (m:Member {account_id: $account_id})<-[:REPORTED_BY]-(a:Attitude)
WHERE a.on <= $as_of
WITH m, count(a) AS reported
RETURN m.id AS member, m.name AS name, reported AS attitudes
ORDER BY attitudes DESC, member LIMIT $limit
