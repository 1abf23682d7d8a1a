// name: shares/revoke_share
// purpose: A shared link opens nothing from now on.
// access: write
// params: id: str, at: str
// returns: Count
// scope: global
MATCH (s:Share {id: $id})
SET s.revoked_at = coalesce(s.revoked_at, $at)
RETURN count(s) AS count
