// name: schema/unique_operation
// purpose: No request is carried out twice under one idempotency key.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_operation_id IF NOT EXISTS FOR (n:Operation) REQUIRE n.id IS UNIQUE
