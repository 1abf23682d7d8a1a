// name: analyst/list_member_load
// purpose: How many people each member of ours owns, and in how many interactions they took part up to the day.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: MemberLoad, by owned falling, then member
MATCH (m:Member {account_id: $account_id})
RETURN m.id AS member, m.name AS name,
  COUNT { MATCH (m)-[c:COVERS]->(p:Person) WHERE c.owner = true AND coalesce(c.since, $as_of) <= $as_of
  AND coalesce(c.until, $as_of) >= $as_of
    AND coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of
    AND p.restricted_on IS NULL } AS owned,
  COUNT { MATCH (m)<-[:BY]-(i:Interaction) WHERE i.on <= $as_of } AS meetings
ORDER BY owned DESC, member LIMIT $limit
