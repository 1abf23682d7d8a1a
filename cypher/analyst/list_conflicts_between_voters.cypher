// name: analyst/list_conflicts_between_voters
// purpose: Pairs of voters of one stage who are in conflict.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: StagePair, by opportunity, stage and people
MATCH (a:Person {account_id: $account_id})-[e:CONFLICTS_WITH]->(b:Person)
WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(a.since, $as_of) <= $as_of AND coalesce(a.until, $as_of) >= $as_of AND a.restricted_on IS NULL
  AND coalesce(b.since, $as_of) <= $as_of AND coalesce(b.until, $as_of) >= $as_of AND b.restricted_on IS NULL
MATCH (a)-[:VOTES_IN]->(s:Stage)<-[:VOTES_IN]-(b)
MATCH (s)<-[:HAS_STAGE]-(o:Opportunity)
RETURN a.id AS person, b.id AS other, o.id AS opportunity, s.id AS stage
ORDER BY opportunity, stage, person, other LIMIT $limit
