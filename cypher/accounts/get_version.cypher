// name: accounts/get_version
// purpose: Which revision of an account the store holds, and the content hash a whole read of it must give.
// access: read
// params: account_id: str
// returns: Version, at most one row
MATCH (a:Account {account_id: $account_id, id: $account_id})
RETURN a.revision AS revision, a.stamp AS stamp, a.fingerprint AS fingerprint
ORDER BY a.id LIMIT 1
