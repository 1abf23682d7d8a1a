// name: analyst/list_voters_by_attitude
// purpose: Every voter with the newest attitude towards us, UNKNOWN without one.
// access: read
// params: account_id: str, limit: int
// returns: VoterAttitude, by opportunity, stage and person
MATCH (p:Person {account_id: $account_id})-[v:VOTES_IN]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
OPTIONAL MATCH (p)-[:HOLDS]->(a:Attitude)-[:TOWARD]->(:Party {account_id: $account_id, role: 'VENDOR'})
WITH p, v, s, o, a ORDER BY a.on DESC, a.key DESC
WITH p, v, s, o, collect(a.level) AS levels
RETURN p.id AS person, p.name AS name, o.id AS opportunity, s.id AS stage, v.weight AS weight,
  coalesce(levels[0], 'UNKNOWN') AS level
ORDER BY opportunity, stage, person LIMIT $limit
