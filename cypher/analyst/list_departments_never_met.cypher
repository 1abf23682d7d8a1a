// name: analyst/list_departments_never_met
// purpose: Departments with people of whom none ever took part in an interaction up to the day.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: DepartmentCount, by people falling, then department
MATCH (d:Department {account_id: $account_id})<-[:WORKS_IN]-(p:Person)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
WITH d, count(p) AS people,
  sum(CASE WHEN EXISTS { MATCH (p)<-[:WITH]-(i:Interaction) WHERE i.on <= $as_of } THEN 1 ELSE 0 END) AS met
WHERE met = 0
RETURN d.id AS department, d.name AS name, people AS people
ORDER BY people DESC, department LIMIT $limit
