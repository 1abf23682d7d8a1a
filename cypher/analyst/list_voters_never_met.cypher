// name: analyst/list_voters_never_met
// purpose: Voters with whom no interaction up to the day is recorded.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: VoterRow, by opportunity, stage and person
MATCH (p:Person {account_id: $account_id})-[v:VOTES_IN]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
  AND NOT EXISTS { MATCH (p)<-[:WITH]-(i:Interaction) WHERE i.on <= $as_of AND EXISTS { (i)-[:BY]->(:Member) } }
RETURN p.id AS person, p.name AS name, o.id AS opportunity, s.id AS stage, v.weight AS weight
ORDER BY opportunity, stage, person LIMIT $limit
