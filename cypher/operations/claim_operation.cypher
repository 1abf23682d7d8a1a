// name: operations/claim_operation
// purpose: One process alone carries a request out until then; none where it was done, or another's claim lasts.
// access: write
// params: id: str, owner: str, now: str, until: str
// returns: Count
// scope: global
MERGE (o:Operation {id: $id})
SET o.at = coalesce(o.at, $now)
WITH o
WHERE o.request IS NULL AND (o.owner IS NULL OR o.owner = $owner OR o.claimed_until < $now)
SET o.owner = $owner, o.claimed_until = $until
RETURN count(o) AS count
