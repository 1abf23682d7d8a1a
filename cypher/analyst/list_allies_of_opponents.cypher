// name: analyst/list_allies_of_opponents
// purpose: Who is allied with somebody whose newest attitude towards us is OPPOSE or THREAT.
// access: read
// params: account_id: str, limit: int
// returns: PersonPair, by person, then other
MATCH (o:Person {account_id: $account_id})-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party)
WHERE x.role = 'VENDOR'
WITH o, a ORDER BY a.on DESC, a.key DESC
WITH o, collect(a.level)[0] AS level
WHERE level IN ['OPPOSE', 'THREAT']
MATCH (o)-[:ALLIED_WITH]-(p:Person)
RETURN p.id AS person, p.name AS name, o.id AS other
ORDER BY person, other LIMIT $limit
