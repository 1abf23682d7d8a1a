// name: analyst/list_people_without_attitude
// purpose: People whose attitude towards us was never recorded up to the day, most senior first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: RankedPerson, by rank, then person
MATCH (p:Person {account_id: $account_id})
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
  AND NOT EXISTS { MATCH (p)-[:HOLDS]->(a:Attitude)-[:TOWARD]->(x:Party) WHERE x.role = 'VENDOR' AND a.on <= $as_of }
RETURN p.id AS person, p.name AS name, p.rank AS rank
ORDER BY rank, person LIMIT $limit
