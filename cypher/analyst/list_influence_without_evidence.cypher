// name: analyst/list_influence_without_evidence
// purpose: Influence records that say nothing of what they rest on.
// access: read
// params: account_id: str, limit: int
// returns: InfluenceEnds, by source, target and kind
MATCH (a:Person {account_id: $account_id})-[e:INFLUENCES]->(b:Person)
WHERE e.evidence = ''
RETURN a.id AS source, b.id AS target, e.kind AS kind, e.strength AS strength
ORDER BY source, target, kind LIMIT $limit
