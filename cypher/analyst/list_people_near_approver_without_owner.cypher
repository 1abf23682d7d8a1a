// name: analyst/list_people_near_approver_without_owner
// purpose: People within two influence hops of an approver whom nobody of us owns, nearest first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: NearApprover, by hops, then person, then approver
MATCH (approver:Person {account_id: $account_id})-[part:TAKES_PART_IN]->(:Stage {account_id: $account_id})
WHERE part.role = 'APPROVER' AND coalesce(approver.since, $as_of) <= $as_of
  AND coalesce(approver.until, $as_of) >= $as_of AND approver.restricted_on IS NULL
WITH DISTINCT approver
MATCH way = (p:Person {account_id: $account_id})-[:INFLUENCES*1..2]->(approver)
WHERE p.id <> approver.id
  AND all(e IN relationships(way) WHERE coalesce(e.on, $as_of) <= $as_of AND coalesce(e.since, $as_of) <= $as_of
  AND coalesce(e.until, $as_of) >= $as_of)
  AND all(n IN nodes(way) WHERE coalesce(n.since, $as_of) <= $as_of AND coalesce(n.until, $as_of) >= $as_of
    AND n.restricted_on IS NULL)
  AND NOT EXISTS { MATCH (:Member)-[c:COVERS]->(p) WHERE c.owner = true AND coalesce(c.since, $as_of) <= $as_of
  AND coalesce(c.until, $as_of) >= $as_of }
WITH p, approver, min(length(way)) AS hops
RETURN p.id AS person, p.name AS name, approver.id AS approver, hops AS hops
ORDER BY hops, person, approver LIMIT $limit
