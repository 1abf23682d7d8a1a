// name: schema/write_version
// purpose: Note the version of the schema the store keeps from now on.
// access: write
// params: version: int
// returns: SchemaVersion
// scope: global
MERGE (n:PowermapSchema {name: 'powermap'})
SET n.version = $version
RETURN n.version AS version
