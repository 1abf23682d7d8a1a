// name: changes/list_parts_of_write
// purpose: Everything one write changed.
// access: read
// params: account_id: str, revision: int, limit: int
// returns: ChangePart, by position
MATCH (c:Change {account_id: $account_id, revision: $revision})
WHERE c.id IS NOT NULL
RETURN c.id AS id, c.position AS position, c.revision AS revision, c.at AS at, c.actor AS actor, c.actor_id AS actor_id,
       c.member AS member, c.undoes AS undoes, c.entries AS entries
ORDER BY position LIMIT $limit
