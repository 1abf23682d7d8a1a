// name: keys/put_key
// purpose: Keep a key that was kept elsewhere; one that is here stays as it is.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
OPTIONAL MATCH (there:ApiKey {id: $id})
WITH count(there) AS known
WHERE known = 0
CREATE (k:ApiKey {id: $id})
SET k += $properties
RETURN count(k) AS count
