// name: analyst/list_people_met_by_one_member
// purpose: People all of whose interactions ran through one and the same member of ours.
// access: read
// params: account_id: str, limit: int
// returns: SingleThread, by person
MATCH (p:Person {account_id: $account_id})<-[:WITH]-(i:Interaction)-[:BY]->(m:Member)
WITH p, collect(DISTINCT m.id) AS members, count(DISTINCT i) AS meetings
WHERE size(members) = 1
RETURN p.id AS person, p.name AS name, members[0] AS member, meetings AS count
ORDER BY person LIMIT $limit
