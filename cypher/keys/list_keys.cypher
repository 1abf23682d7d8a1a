// name: keys/list_keys
// purpose: All keys, revoked ones too.
// access: read
// params: after: str, limit: int
// returns: KeyRow, by id
// scope: global
MATCH (k:ApiKey)
WHERE k.id > $after
RETURN k.id AS id, k.hash AS hash, k.role AS role, k.name AS name, k.accounts AS accounts, k.member AS member,
       k.created_at AS created_at, k.revoked_at AS revoked_at
ORDER BY id LIMIT $limit
