// name: analyst/list_attitudes_of_level
// purpose: People whose newest attitude towards any party is of the level asked for.
// access: read
// params: account_id: str, level: str, limit: int
// returns: AttitudeRow, by party, then person
MATCH (p:Person {account_id: $account_id})-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WITH p, x, a ORDER BY a.on DESC, a.key DESC
WITH p, x, collect(a)[0] AS newest
WHERE newest.level = $level
RETURN p.id AS person, p.name AS name, x.id AS party, newest.level AS level, toString(newest.on) AS on
ORDER BY party, person LIMIT $limit
