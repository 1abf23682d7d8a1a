// name: schema/has_accounts
// purpose: Are there accounts, whether or not they can be read?
// access: read
// params: none
// returns: HasAccounts, at most one row
// scope: global
MATCH (a:Account)
RETURN count(a) > 0 AS there ORDER BY there LIMIT 1
