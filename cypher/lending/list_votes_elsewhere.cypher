// name: lending/list_votes_elsewhere
// purpose: In which stages of other accounts do people of this one vote, take part or hold a veto?
// access: read
// params: lender_id: str, limit: int
// returns: VoteElsewhere, by person, account, opportunity and stage
// scope: global
MATCH (g:Guest {lender_id: $lender_id})-[:VOTES_IN|CAN_VETO|TAKES_PART_IN]->(s:Stage)
MATCH (s)<-[:HAS_STAGE]-(o:Opportunity)
RETURN DISTINCT g.person_id AS person, g.account_id AS account_id, o.id AS opportunity, s.id AS stage
ORDER BY person, account_id, opportunity, stage LIMIT $limit
