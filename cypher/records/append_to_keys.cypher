// name: records/append_to_keys
// purpose: Keys of nodes written before a reference joined them come to end with what it names; the others stay.
// access: write
// params: account_id: str, slashes: int
// returns: Count
// holes: label, type, target
MATCH (n:<<label>> {account_id: $account_id})-[:<<type>>]->(named:<<target>>)
WHERE size(n.key) - size(replace(n.key, '/', '')) = $slashes
SET n.key = n.key + '/' + named.id
RETURN count(n) AS count
