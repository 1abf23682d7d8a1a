// name: schema/unique_webhook
// purpose: No two webhooks have one id.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_webhook_id IF NOT EXISTS FOR (n:Webhook) REQUIRE n.id IS UNIQUE
