// name: analyst/list_shared_superiors
// purpose: Voters of one stage who report to the same manager, so that their votes may not be independent.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: SharedManager, by opportunity, stage, manager and people
MATCH (a:Person {account_id: $account_id})-[e:REPORTS_TO]->(m:Person)<-[f:REPORTS_TO]-(b:Person)
WHERE a.id < b.id AND coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of
  AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(f.on, $as_of) <= $as_of AND coalesce(f.since, $as_of) <= $as_of AND coalesce(f.until, $as_of) >= $as_of
  AND coalesce(a.since, $as_of) <= $as_of AND coalesce(a.until, $as_of) >= $as_of AND a.restricted_on IS NULL
  AND coalesce(b.since, $as_of) <= $as_of AND coalesce(b.until, $as_of) >= $as_of AND b.restricted_on IS NULL
  AND coalesce(m.since, $as_of) <= $as_of AND coalesce(m.until, $as_of) >= $as_of AND m.restricted_on IS NULL
MATCH (a)-[:VOTES_IN]->(s:Stage)<-[:VOTES_IN]-(b)
MATCH (s)<-[:HAS_STAGE]-(o:Opportunity)
RETURN a.id AS person, b.id AS other, m.id AS manager, o.id AS opportunity, s.id AS stage
ORDER BY opportunity, stage, manager, person, other LIMIT $limit
