// name: shares/create_share
// purpose: Keep a new shared link: its id and keyed hash, never what opens it.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
CREATE (s:Share {id: $id})
SET s += $properties
RETURN count(s) AS count
