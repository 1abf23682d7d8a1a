// name: accounts/list_orphans
// purpose: The accounts that name one as their parent, whether it is there or not.
// access: read
// params: parent_id: str, limit: int
// returns: TreeRow, by id
// scope: global
MATCH (a:Account)
WHERE a.parent_id = $parent_id AND a.id = a.account_id
RETURN a.id AS id, a.parent_id AS parent_id
ORDER BY id LIMIT $limit
