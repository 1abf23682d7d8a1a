// name: analyst/list_people_in_several_stages
// purpose: People with a part in more than one stage, most stages first.
// access: read
// params: account_id: str, as_of: date, limit: int
// returns: PersonCount, by count falling, then person
MATCH (p:Person {account_id: $account_id})-[:VOTES_IN|CAN_VETO|TAKES_PART_IN]->(s:Stage)
WHERE coalesce(p.since, $as_of) <= $as_of AND coalesce(p.until, $as_of) >= $as_of AND p.restricted_on IS NULL
WITH p, count(DISTINCT s) AS stages
WHERE stages > 1
RETURN p.id AS person, p.name AS name, stages AS count
ORDER BY count DESC, person LIMIT $limit
