// name: analyst/list_departments_with_only_competitor_supporters
// purpose: Departments where somebody's attitude that counts on the day supports a competitor and nobody's supports us.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: DepartmentSupport, by department
MATCH (d:Department {account_id: $account_id})<-[:WORKS_IN]-(p:Person)-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WHERE a.on <= $as_of AND NOT EXISTS { (a)-[:ABOUT]->(:Opportunity) }
  AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
WITH d, p, x, a,
  CASE a.level WHEN 'UNKNOWN' THEN -2.0 WHEN 'OPPOSE' THEN -1.0 WHEN 'THREAT' THEN -1.0 WHEN 'CONTACTED' THEN 0.0
  WHEN 'COMMODITY' THEN 0.0 WHEN 'ACCEPT' THEN 0.25 WHEN 'ACCEPTANCE' THEN 0.375 WHEN 'FAVORABLE' THEN 0.5
  WHEN 'SUPPORT' THEN 0.75 WHEN 'VALUED' THEN 0.875 ELSE 1.0 END AS y
ORDER BY a.on DESC, a.confidence DESC, y, a.level DESC
WITH d, p, x, collect(a.level)[0] AS level
WHERE level IN ['SUPPORT', 'SUPPORT_EXCLUSIVE', 'VALUED']
WITH d, sum(CASE WHEN x.role = 'VENDOR' THEN 1 ELSE 0 END) AS ours,
  sum(CASE WHEN x.role = 'VENDOR' THEN 0 ELSE 1 END) AS theirs
WHERE ours = 0 AND theirs > 0
RETURN d.id AS department, d.name AS name, ours AS ours, theirs AS theirs
ORDER BY department LIMIT $limit
