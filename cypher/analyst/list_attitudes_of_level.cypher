// name: analyst/list_attitudes_of_level
// purpose: People whose attitude towards any party that counts on the day is of the level asked for.
// access: read
// params: account_id: str, as_of: date, level: str, limit: int
// returns: AttitudeRow, by party, then person
MATCH (p:Person {account_id: $account_id})-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WHERE a.on <= $as_of AND NOT EXISTS { (a)-[:ABOUT]->(:Opportunity) }
  AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
WITH p, x, a,
  CASE a.level WHEN 'UNKNOWN' THEN -2.0 WHEN 'OPPOSE' THEN -1.0 WHEN 'THREAT' THEN -1.0 WHEN 'CONTACTED' THEN 0.0
  WHEN 'COMMODITY' THEN 0.0 WHEN 'ACCEPT' THEN 0.25 WHEN 'ACCEPTANCE' THEN 0.375 WHEN 'FAVORABLE' THEN 0.5
  WHEN 'SUPPORT' THEN 0.75 WHEN 'VALUED' THEN 0.875 ELSE 1.0 END AS y
ORDER BY a.on DESC, a.confidence DESC, y, a.level DESC
WITH p, x, collect(a)[0] AS newest
WHERE newest.level = $level
RETURN p.id AS person, p.name AS name, x.id AS party, newest.level AS level, toString(newest.on) AS on
ORDER BY party, person LIMIT $limit
