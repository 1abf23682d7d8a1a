// name: analyst/list_last_contacts
// purpose: The day each person was last met up to the day, longest ago first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: LastContact, by day, then person
MATCH (p:Person {account_id: $account_id})<-[:WITH]-(i:Interaction)
WHERE i.on <= $as_of AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of
  AND p.restricted_on IS NULL
WITH p, max(i.on) AS last, count(i) AS meetings
RETURN p.id AS person, p.name AS name, toString(last) AS on, meetings AS count
ORDER BY on, person LIMIT $limit
