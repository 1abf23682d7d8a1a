// name: schema/bind_grants
// purpose: Each key of an older store is granted the accounts that there are now, not whatever comes to have their ids.
// access: write
// params: none
// returns: Count
// scope: global
MATCH (k:ApiKey)
WHERE k.identities IS NULL
OPTIONAL MATCH (a:Account)
WHERE a.account_id IN k.accounts AND a.id = a.account_id
WITH k, collect(a.identity) AS identities
SET k.identities = identities
RETURN count(k) AS count
