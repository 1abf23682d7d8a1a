// name: webhooks/create_webhook
// purpose: Keep a new webhook; its address and secret are sealed.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
CREATE (w:Webhook {id: $id})
SET w += $properties
RETURN count(w) AS count
