// name: keys/revoke_key
// purpose: A key is not accepted from now on.
// access: write
// params: id: str, at: str
// returns: Count
// scope: global
MATCH (k:ApiKey {id: $id})
SET k.revoked_at = coalesce(k.revoked_at, $at)
RETURN count(k) AS count
