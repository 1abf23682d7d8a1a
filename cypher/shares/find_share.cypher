// name: shares/find_share
// purpose: The shared link with an id.
// access: read
// params: id: str
// returns: ShareRow, at most one row
// scope: global
MATCH (s:Share {id: $id})
RETURN s.id AS id, s.hash AS hash, s.account AS account, s.identity AS identity, s.redact AS redact,
       s.opportunity AS opportunity, s.purpose AS purpose, s.lang AS lang, s.key AS key, s.made_by AS made_by,
       s.created_at AS created_at, s.expires_at AS expires_at, s.revoked_at AS revoked_at
ORDER BY id LIMIT 1
