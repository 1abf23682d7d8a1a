// name: keys/find_keys
// purpose: The keys with these prefixes, as far as there are such.
// access: read
// params: ids: list[str], limit: int
// returns: KeyRow, by id
// scope: global
UNWIND $ids AS wanted
MATCH (k:ApiKey {id: wanted})
RETURN k.id AS id, k.hash AS hash, k.role AS role, k.name AS name, k.accounts AS accounts,
       coalesce(k.identities, []) AS identities, k.member AS member,
       k.created_at AS created_at, k.revoked_at AS revoked_at, k.expires_at AS expires_at,
       k.last_used_on AS last_used_on, k.scopes AS scopes, k.clearance AS clearance
ORDER BY id LIMIT $limit
