// name: accounts/put_back_account
// purpose: An account that is put back whole has the revision, the stamp and the identity it had.
// access: write
// params: account_id: str, revision: int, stamp: str, identity: str, fingerprint: str
// returns: Count
MATCH (a:Account {account_id: $account_id, id: $account_id})
SET a.revision = $revision, a.stamp = $stamp, a.identity = $identity, a.fingerprint = $fingerprint
RETURN count(a) AS count
