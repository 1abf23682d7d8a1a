// name: accounts/read_tree
// purpose: Which account belongs under which, for the whole store.
// access: read
// params: none
// returns: TreeRow, by id; unbounded, since a cycle may pass through any account
// scope: global
MATCH (a:Account)
RETURN a.id AS id, a.parent_id AS parent_id
ORDER BY a.id
