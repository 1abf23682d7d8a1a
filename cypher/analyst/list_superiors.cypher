// name: analyst/list_superiors
// purpose: Everyone above a person on reporting lines, up to six steps.
// access: read
// params: account_id: str, person: str, as_of: date, limit: int
// returns: Superior, by steps, then person
MATCH way = (p:Person {account_id: $account_id, id: $person})-[:REPORTS_TO*1..6]->(m:Person)
WHERE all(e IN relationships(way) WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of
  AND coalesce(e.until, $as_of) >= $as_of)
  AND all(n IN nodes(way) WHERE coalesce(n.since, $as_of) <= $as_of AND coalesce(n.until, $as_of) >= $as_of
    AND n.restricted_on IS NULL)
WITH m, min(length(way)) AS steps
RETURN m.id AS person, m.name AS name, steps AS steps
ORDER BY steps, person LIMIT $limit
