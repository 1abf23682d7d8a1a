// name: analyst/list_influence_on_person
// purpose: Who influences a person, how strongly and in which manner.
// access: read
// params: account_id: str, person: str, as_of: date, limit: int
// returns: InfluenceRow, by strength falling, then person and kind
MATCH (p:Person {account_id: $account_id})-[e:INFLUENCES]->(:Person {account_id: $account_id, id: $person})
WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of AND coalesce(e.until, $as_of) >= $as_of
  AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
RETURN p.id AS person, p.name AS name, e.kind AS kind, e.strength AS strength, e.evidence AS evidence
ORDER BY strength DESC, person, kind LIMIT $limit
