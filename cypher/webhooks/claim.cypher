// name: webhooks/claim
// purpose: One process alone tries a webhook until then; none where another was first.
// access: write
// params: id: str, seen: str, until: str
// returns: Count
// scope: global
MATCH (w:Webhook {id: $id})
SET w.claims = coalesce(w.claims, 0) + 1
WITH w
WHERE w.due_at = $seen
SET w.due_at = $until
RETURN count(w) AS count
