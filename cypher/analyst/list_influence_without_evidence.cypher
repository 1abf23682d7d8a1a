// name: analyst/list_influence_without_evidence
// purpose: Influence records that say nothing of what they rest on.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: InfluenceEnds, by source, target and kind
MATCH (a:Person {account_id: $account_id})-[e:INFLUENCES]->(b:Person)
WHERE e.evidence = '' AND coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of
  AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(a.since, $as_of) <= $as_of AND coalesce(a.until, $as_of) >= $as_of AND a.restricted_on IS NULL
  AND coalesce(b.since, $as_of) <= $as_of AND coalesce(b.until, $as_of) >= $as_of AND b.restricted_on IS NULL
RETURN a.id AS source, b.id AS target, e.kind AS kind, e.strength AS strength
ORDER BY source, target, kind LIMIT $limit
