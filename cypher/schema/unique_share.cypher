// name: schema/unique_share
// purpose: No two shared links have one id.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_share_id IF NOT EXISTS FOR (n:Share) REQUIRE n.id IS UNIQUE
