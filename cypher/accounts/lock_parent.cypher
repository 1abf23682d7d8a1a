// name: accounts/lock_parent
// purpose: Lock an account above the one that moves, and say where it belongs itself.
// access: write
// params: parent_id: str
// returns: TreeRow, at most one row
// scope: global
MATCH (a:Account {account_id: $parent_id, id: $parent_id})
SET a.moves_below = coalesce(a.moves_below, 0) + 1
RETURN a.id AS id, a.parent_id AS parent_id
