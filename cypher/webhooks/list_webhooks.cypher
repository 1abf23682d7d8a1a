// name: webhooks/list_webhooks
// purpose: The webhooks of an account, by its identity, oldest first.
// access: read
// params: identity: str, limit: int
// returns: WebhookRow, by time
// scope: global
MATCH (w:Webhook {identity: $identity})
RETURN w.id AS id, w.account AS account, w.identity AS identity, w.sealed AS sealed, w.host AS host, w.form AS form,
       w.lang AS lang, w.kinds AS kinds, w.key AS key, w.made_by AS made_by, w.created_at AS created_at,
       w.delivered AS delivered, w.attempts AS attempts, w.due_at AS due_at, w.outcome AS outcome
ORDER BY created_at, id LIMIT $limit
