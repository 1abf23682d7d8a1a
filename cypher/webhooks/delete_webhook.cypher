// name: webhooks/delete_webhook
// purpose: A webhook of an account is no more.
// access: write
// params: id: str, identity: str
// returns: Count
// scope: global
MATCH (w:Webhook {id: $id, identity: $identity})
WITH w, w.id AS id
DELETE w
RETURN count(id) AS count
