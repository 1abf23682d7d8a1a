// name: analyst/list_people_met_by_one_member
// purpose: People all of whose interactions up to the day ran through one and the same member of ours.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: SingleThread, by person
MATCH (p:Person {account_id: $account_id})<-[:WITH]-(i:Interaction)-[:BY]->(m:Member)
WHERE i.on <= $as_of AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of
  AND p.restricted_on IS NULL
WITH p, collect(DISTINCT m.id) AS members, count(DISTINCT i) AS meetings
WHERE size(members) = 1
RETURN p.id AS person, p.name AS name, members[0] AS member, meetings AS count
ORDER BY person LIMIT $limit
