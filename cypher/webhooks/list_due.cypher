// name: webhooks/list_due
// purpose: Webhooks with something to be told that may be tried by now, those that wait longest first.
// access: read
// params: now: str, limit: int
// returns: WebhookRow, by when they were due
// scope: global
MATCH (w:Webhook)
WHERE w.due_at <= $now
MATCH (a:Account {account_id: w.account, id: w.account})
WHERE a.identity = w.identity AND a.revision > w.delivered
RETURN w.id AS id, w.account AS account, w.identity AS identity, w.sealed AS sealed, w.host AS host, w.form AS form,
       w.lang AS lang, w.kinds AS kinds, w.key AS key, w.made_by AS made_by, w.created_at AS created_at,
       w.delivered AS delivered, w.attempts AS attempts, w.due_at AS due_at, w.outcome AS outcome
ORDER BY due_at, id LIMIT $limit
