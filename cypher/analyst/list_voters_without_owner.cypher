// name: analyst/list_voters_without_owner
// purpose: Voters whom nobody of us owns.
// access: read
// params: account_id: str, limit: int
// returns: VoterRow, by opportunity, stage and person
MATCH (p:Person {account_id: $account_id})-[v:VOTES_IN]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
WHERE NOT EXISTS { MATCH (:Member)-[c:COVERS]->(p) WHERE c.owner = true }
RETURN p.id AS person, p.name AS name, o.id AS opportunity, s.id AS stage, v.weight AS weight
ORDER BY opportunity, stage, person LIMIT $limit
