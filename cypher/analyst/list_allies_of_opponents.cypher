// name: analyst/list_allies_of_opponents
// purpose: Who is allied with somebody whose attitude towards us that counts on the day is OPPOSE or THREAT.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: PersonPair, by person, then other
MATCH (o:Person {account_id: $account_id})-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WHERE x.role = 'VENDOR' AND a.on <= $as_of AND NOT EXISTS { (a)-[:ABOUT]->(:Opportunity) }
  AND coalesce(o.since, $as_of) <= $as_of AND coalesce(o.until, $as_of) >= $as_of AND o.restricted_on IS NULL
WITH o, a,
  CASE a.level WHEN 'UNKNOWN' THEN -2.0 WHEN 'OPPOSE' THEN -1.0 WHEN 'THREAT' THEN -1.0 WHEN 'CONTACTED' THEN 0.0
  WHEN 'COMMODITY' THEN 0.0 WHEN 'ACCEPT' THEN 0.25 WHEN 'ACCEPTANCE' THEN 0.375 WHEN 'FAVORABLE' THEN 0.5
  WHEN 'SUPPORT' THEN 0.75 WHEN 'VALUED' THEN 0.875 ELSE 1.0 END AS x
ORDER BY a.on DESC, a.confidence DESC, x, a.level DESC
WITH o, collect(a.level)[0] AS level
WHERE level IN ['OPPOSE', 'THREAT']
MATCH (o)-[e:ALLIED_WITH]-(p:Person)
WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
RETURN p.id AS person, p.name AS name, o.id AS other
ORDER BY person, other LIMIT $limit
