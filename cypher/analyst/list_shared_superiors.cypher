// name: analyst/list_shared_superiors
// purpose: Voters of one stage who report to the same manager, so that their votes may not be independent.
// access: read
// params: account_id: str, limit: int
// returns: SharedManager, by opportunity, stage, manager and people
MATCH (a:Person {account_id: $account_id})-[:REPORTS_TO]->(m:Person)<-[:REPORTS_TO]-(b:Person)
WHERE a.id < b.id
MATCH (a)-[:VOTES_IN]->(s:Stage)<-[:VOTES_IN]-(b)
MATCH (s)<-[:HAS_STAGE]-(o:Opportunity)
RETURN a.id AS person, b.id AS other, m.id AS manager, o.id AS opportunity, s.id AS stage
ORDER BY opportunity, stage, manager, person, other LIMIT $limit
