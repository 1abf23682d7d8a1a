// name: lending/list_borrowers
// purpose: Which accounts name somebody of this one?
// access: read
// params: lender_id: str, person: str, limit: int
// returns: Borrower, by account
// scope: global
MATCH (g:Guest {lender_id: $lender_id})
WHERE g.person_id = $person
RETURN DISTINCT g.account_id AS account
ORDER BY account LIMIT $limit
