// name: analyst/list_people_without_attitude
// purpose: People whose attitude towards us was never recorded, most senior first.
// access: read
// params: account_id: str, limit: int
// returns: RankedPerson, by rank, then person
MATCH (p:Person {account_id: $account_id})
WHERE NOT EXISTS { MATCH (p)-[:HOLDS]->(:Attitude)-[:TOWARD]->(x:Party) WHERE x.role = 'VENDOR' }
RETURN p.id AS person, p.name AS name, p.rank AS rank
ORDER BY rank, person LIMIT $limit
