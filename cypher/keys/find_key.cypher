// name: keys/find_key
// purpose: The key with a prefix.
// access: read
// params: id: str
// returns: KeyRow, at most one row
// scope: global
MATCH (k:ApiKey {id: $id})
RETURN k.id AS id, k.hash AS hash, k.role AS role, k.name AS name, k.accounts AS accounts, k.member AS member,
       k.created_at AS created_at, k.revoked_at AS revoked_at
ORDER BY id LIMIT 1
