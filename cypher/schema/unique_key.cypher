// name: schema/unique_key
// purpose: No two keys share a prefix.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_apikey_id IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.id IS UNIQUE
