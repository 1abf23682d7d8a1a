// name: analyst/list_member_load
// purpose: How many people each member of ours owns, and in how many interactions they took part.
// access: read
// params: account_id: str, limit: int
// returns: MemberLoad, by owned falling, then member
MATCH (m:Member {account_id: $account_id})
RETURN m.id AS member, m.name AS name, COUNT { MATCH (m)-[c:COVERS]->(:Person) WHERE c.owner = true } AS owned,
  COUNT { (m)<-[:BY]-(:Interaction) } AS meetings
ORDER BY owned DESC, member LIMIT $limit
