// name: analyst/list_departments_with_only_competitor_supporters
// purpose: Departments where somebody's newest attitude supports a competitor and nobody's supports us.
// access: read
// params: account_id: str, limit: int
// returns: DepartmentSupport, by department
MATCH (d:Department {account_id: $account_id})<-[:WORKS_IN]-(p:Person)-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WITH d, p, x, a ORDER BY a.on DESC, a.key DESC
WITH d, p, x, collect(a.level)[0] AS level
WHERE level IN ['SUPPORT', 'SUPPORT_EXCLUSIVE', 'VALUED']
WITH d, sum(CASE WHEN x.role = 'VENDOR' THEN 1 ELSE 0 END) AS ours,
  sum(CASE WHEN x.role = 'VENDOR' THEN 0 ELSE 1 END) AS theirs
WHERE ours = 0 AND theirs > 0
RETURN d.id AS department, d.name AS name, ours AS ours, theirs AS theirs
ORDER BY department LIMIT $limit
