// name: schema/find_lost_accounts
// purpose: Accounts that are gone though their changes are kept; one that is deleted takes its changes along.
// access: read
// params: changes: int, limit: int
// returns: LostAccount, by id
// scope: global
MATCH (c:Change)
WITH c LIMIT $changes
WITH DISTINCT c.account_id AS account_id
OPTIONAL MATCH (a:Account {account_id: account_id, id: account_id})
WITH account_id, a
WHERE a IS NULL
RETURN account_id AS account_id
ORDER BY account_id LIMIT $limit
