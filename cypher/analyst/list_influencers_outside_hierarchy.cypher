// name: analyst/list_influencers_outside_hierarchy
// purpose: People without any reporting line who influence somebody, strongest in sum first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: PersonStrength, by strength falling, then person
MATCH (p:Person {account_id: $account_id})-[e:INFLUENCES]->(b:Person)
WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
  AND coalesce(b.since, $as_of) <= $as_of AND coalesce(b.until, $as_of) >= $as_of AND b.restricted_on IS NULL
  AND NOT EXISTS { MATCH (p)-[l:REPORTS_TO]-(c:Person) WHERE coalesce(l.on, $as_of) <= $as_of
  AND coalesce(l.since, $as_of) <= $as_of AND coalesce(l.until, $as_of) >= $as_of
    AND coalesce(c.since, $as_of) <= $as_of AND coalesce(c.until, $as_of) >= $as_of AND c.restricted_on IS NULL }
WITH p, round(sum(e.strength) * 1000) / 1000.0 AS total, count(e) AS records
RETURN p.id AS person, p.name AS name, records AS count, total AS strength
ORDER BY strength DESC, person LIMIT $limit
