// name: analyst/list_veto_holders
// purpose: Who can stop which stage.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: StagePerson, by opportunity, stage and person
MATCH (p:Person {account_id: $account_id})-[:CAN_VETO]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
RETURN p.id AS person, p.name AS name, o.id AS opportunity, s.id AS stage
ORDER BY opportunity, stage, person LIMIT $limit
