// name: analyst/list_voters_by_attitude
// purpose: Every voter with the attitude towards us that counts on the day, UNKNOWN without one.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: VoterAttitude, by opportunity, stage and person
MATCH (p:Person {account_id: $account_id})-[v:VOTES_IN]->(s:Stage)<-[:HAS_STAGE]-(o:Opportunity)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
OPTIONAL MATCH (p)-[:HOLDS]->(a:Attitude)-[:TOWARD]->(:Party {account_id: $account_id, role: 'VENDOR'})
WHERE a.on <= $as_of AND (NOT EXISTS { (a)-[:ABOUT]->(:Opportunity) } OR EXISTS { (a)-[:ABOUT]->(o) })
WITH p, v, s, o, a, EXISTS { (a)-[:ABOUT]->(o) } AS own,
  CASE a.level WHEN 'UNKNOWN' THEN -2.0 WHEN 'OPPOSE' THEN -1.0 WHEN 'THREAT' THEN -1.0 WHEN 'CONTACTED' THEN 0.0
  WHEN 'COMMODITY' THEN 0.0 WHEN 'ACCEPT' THEN 0.25 WHEN 'ACCEPTANCE' THEN 0.375 WHEN 'FAVORABLE' THEN 0.5
  WHEN 'SUPPORT' THEN 0.75 WHEN 'VALUED' THEN 0.875 ELSE 1.0 END AS y
ORDER BY a.on DESC, own DESC, a.confidence DESC, y, a.level DESC
WITH p, v, s, o, collect(a.level) AS levels
RETURN p.id AS person, p.name AS name, o.id AS opportunity, s.id AS stage, v.weight AS weight,
  coalesce(levels[0], 'UNKNOWN') AS level
ORDER BY opportunity, stage, person LIMIT $limit
