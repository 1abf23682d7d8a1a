// name: accounts/set_fingerprint
// purpose: Keep the content hash that a whole read of the account must give.
// access: write
// params: account_id: str, fingerprint: str
// returns: Count
MATCH (a:Account {account_id: $account_id, id: $account_id})
SET a.fingerprint = $fingerprint
RETURN count(a) AS count
