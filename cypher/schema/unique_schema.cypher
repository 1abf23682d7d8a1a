// name: schema/unique_schema
// purpose: There is one node that says which version of the schema the store keeps.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_schema_name IF NOT EXISTS FOR (n:PowermapSchema) REQUIRE n.name IS UNIQUE
