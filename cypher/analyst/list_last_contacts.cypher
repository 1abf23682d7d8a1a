// name: analyst/list_last_contacts
// purpose: The day each person was last met, longest ago first.
// access: read
// params: account_id: str, limit: int
// returns: LastContact, by day, then person
MATCH (p:Person {account_id: $account_id})<-[:WITH]-(i:Interaction)
WITH p, max(i.on) AS last, count(i) AS meetings
RETURN p.id AS person, p.name AS name, toString(last) AS on, meetings AS count
ORDER BY on, person LIMIT $limit
