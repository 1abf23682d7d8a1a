// name: schema/read_version
// purpose: The version of the schema the store keeps.
// access: read
// params: none
// returns: SchemaVersion, at most one row
// scope: global
MATCH (n:PowermapSchema {name: 'powermap'})
RETURN n.version AS version
ORDER BY n.version LIMIT 1
