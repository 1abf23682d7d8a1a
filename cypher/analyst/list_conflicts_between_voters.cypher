// name: analyst/list_conflicts_between_voters
// purpose: Pairs of voters of one stage who are in conflict.
// access: read
// params: account_id: str, limit: int
// returns: StagePair, by opportunity, stage and people
MATCH (a:Person {account_id: $account_id})-[:CONFLICTS_WITH]->(b:Person)
MATCH (a)-[:VOTES_IN]->(s:Stage)<-[:VOTES_IN]-(b)
MATCH (s)<-[:HAS_STAGE]-(o:Opportunity)
RETURN a.id AS person, b.id AS other, o.id AS opportunity, s.id AS stage
ORDER BY opportunity, stage, person, other LIMIT $limit
