// name: accounts/list_accounts
// purpose: The accounts the store holds, with their place in the customers' own hierarchies.
// access: read
// params: after: str, limit: int
// returns: AccountRow, by id
// scope: global
MATCH (a:Account)
WHERE a.id > $after
RETURN a.id AS id, a.name AS name, a.name_en AS name_en, a.tier AS tier, a.parent_id AS parent_id,
       a.time_zone AS time_zone, a.policy AS policy, a.revision AS revision, a.stamp AS stamp
ORDER BY a.id LIMIT $limit
