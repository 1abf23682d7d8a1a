// name: webhooks/note_outcome
// purpose: How far a webhook has delivered, what came of the last try, and when it is tried again.
// access: write
// params: id: str, delivered: int, attempts: int, due_at: str, outcome: str
// returns: Count
// scope: global
MATCH (w:Webhook {id: $id})
SET w.delivered = $delivered, w.attempts = $attempts, w.due_at = $due_at, w.outcome = $outcome
RETURN count(w) AS count
