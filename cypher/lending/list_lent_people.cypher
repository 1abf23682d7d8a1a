// name: lending/list_lent_people
// purpose: Which of the people that another account names does this one have?
// access: read
// params: account_id: str, ids: list[str], limit: int
// returns: PersonRow, by id
MATCH (p:Person {account_id: $account_id})
WHERE p.id IN $ids
RETURN p.id AS id
ORDER BY id LIMIT $limit
