// name: keys/expire_key
// purpose: A key is accepted until then and not longer.
// access: write
// params: id: str, at: str
// returns: Count
// scope: global
MATCH (k:ApiKey {id: $id})
SET k.expires_at = $at
RETURN count(k) AS count
