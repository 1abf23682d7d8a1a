// name: changes/list_writes_by_actor
// purpose: The writes of one actor in an account, newest first, to find the one to undo.
// access: read
// params: account_id: str, actor_id: str, limit: int
// returns: WriteRow, by revision falling
MATCH (c:Change {account_id: $account_id, actor_id: $actor_id})
WHERE c.id IS NOT NULL AND c.part = 0
RETURN c.revision AS revision, c.undoes AS undoes
ORDER BY revision DESC LIMIT $limit
