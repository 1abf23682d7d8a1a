// name: keys/rehash_key
// purpose: A key's hash is that with the present secret.
// access: write
// params: id: str, hash: str
// returns: Count
// scope: global
MATCH (k:ApiKey {id: $id})
SET k.hash = $hash
RETURN count(k) AS count
