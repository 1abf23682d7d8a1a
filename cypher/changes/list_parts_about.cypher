// name: changes/list_parts_about
// purpose: What was changed of one record, newest first, to find who wrote it.
// access: read
// params: account_id: str, about: str, limit: int
// returns: ChangePart, by position falling
MATCH (c:Change {account_id: $account_id})
WHERE c.id IS NOT NULL AND c.entries CONTAINS $about
RETURN c.id AS id, c.position AS position, c.revision AS revision, c.at AS at, c.actor AS actor, c.actor_id AS actor_id,
       c.member AS member, c.undoes AS undoes, c.entries AS entries
ORDER BY position DESC LIMIT $limit
