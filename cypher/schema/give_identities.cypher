// name: schema/give_identities
// purpose: Each account of an older store gets the identity that grants are bound to.
// access: write
// params: none
// returns: Count
// scope: global
MATCH (a:Account)
WHERE a.identity IS NULL
SET a.identity = a.stamp
RETURN count(a) AS count
