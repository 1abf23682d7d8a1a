// name: shares/list_shares
// purpose: The shared links of an account, by its identity, ended ones too, oldest first.
// access: read
// params: identity: str, limit: int
// returns: ShareRow, by time
// scope: global
MATCH (s:Share {identity: $identity})
RETURN s.id AS id, s.hash AS hash, s.account AS account, s.identity AS identity, s.redact AS redact,
       s.opportunity AS opportunity, s.purpose AS purpose, s.lang AS lang, s.key AS key, s.made_by AS made_by,
       s.created_at AS created_at, s.expires_at AS expires_at, s.revoked_at AS revoked_at
ORDER BY created_at, id LIMIT $limit
