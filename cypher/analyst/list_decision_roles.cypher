// name: analyst/list_decision_roles
// purpose: Who plays which part in which stage of an opportunity.
// access: read
// params: account_id: str, opportunity: str, as_of: date, limit: int
// returns: RoleRow, by stage, person and role
MATCH (o:Opportunity {account_id: $account_id, id: $opportunity})-[:HAS_STAGE]->(s:Stage)
MATCH (s)<-[part:TAKES_PART_IN]-(p:Person)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
RETURN s.id AS stage, p.id AS person, p.name AS name, part.role AS role
ORDER BY stage, person, role LIMIT $limit
