// name: analyst/list_superiors
// purpose: Everyone above a person on reporting lines, up to six steps.
// access: read
// params: account_id: str, person: str, limit: int
// returns: Superior, by steps, then person
MATCH way = (p:Person {account_id: $account_id, id: $person})-[:REPORTS_TO*1..6]->(m:Person)
WITH m, min(length(way)) AS steps
RETURN m.id AS person, m.name AS name, steps AS steps
ORDER BY steps, person LIMIT $limit
