// name: changes/list_changes
// purpose: What was changed in an account after a position, oldest first.
// access: read
// params: account_id: str, after: int, limit: int
// returns: ChangePart, by position
MATCH (c:Change {account_id: $account_id})
WHERE c.id IS NOT NULL AND c.position > $after
RETURN c.id AS id, c.position AS position, c.revision AS revision, c.at AS at, c.actor AS actor, c.actor_id AS actor_id,
       c.member AS member, c.undoes AS undoes, c.entries AS entries
ORDER BY position LIMIT $limit
