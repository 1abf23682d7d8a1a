// name: accounts/lock_tree
// purpose: Take the lock of the account tree, so that two moves cannot close a ring between them.
// access: write
// params: none
// returns: Count
// scope: global
MATCH (n:PowermapSchema {name: 'powermap'})
SET n.tree_moves = coalesce(n.tree_moves, 0) + 1
RETURN count(n) AS count
