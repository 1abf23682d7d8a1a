// name: accounts/touch_account
// purpose: Take the account's write lock by raising its revision; the first statement of every write.
// access: write
// params: account_id: str, stamp: str
// returns: Touched
MERGE (a:Account {account_id: $account_id, id: $account_id})
SET a.revision = coalesce(a.revision, 0) + 1
WITH a, a.stamp AS previous_stamp, a.fingerprint AS fingerprint
SET a.stamp = $stamp, a.identity = coalesce(a.identity, $stamp)
RETURN a.revision AS revision, previous_stamp AS previous_stamp, fingerprint AS fingerprint
