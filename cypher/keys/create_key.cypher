// name: keys/create_key
// purpose: Keep a new API key: its prefix and keyed hash, never the key itself.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
CREATE (k:ApiKey {id: $id})
SET k += $properties
RETURN count(k) AS count
