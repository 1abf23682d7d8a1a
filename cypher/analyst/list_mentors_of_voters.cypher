// name: analyst/list_mentors_of_voters
// purpose: Who mentors somebody with a vote, and in which stages that vote is.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: Mentor, by mentor, voter, opportunity and stage
MATCH (m:Person {account_id: $account_id})-[e:INFLUENCES]->(v:Person)
WHERE e.kind = 'MENTOR' AND coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of
  AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(m.since, $as_of) <= $as_of AND coalesce(m.until, $as_of) >= $as_of AND m.restricted_on IS NULL
  AND coalesce(v.since, $as_of) <= $as_of AND coalesce(v.until, $as_of) >= $as_of AND v.restricted_on IS NULL
MATCH (v)-[:VOTES_IN]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
RETURN m.id AS person, m.name AS name, v.id AS voter, o.id AS opportunity, s.id AS stage, e.strength AS strength
ORDER BY person, voter, opportunity, stage LIMIT $limit
