// name: operations/begin_operation
// purpose: Note in the transaction of a write which request it carries out; there is one of each.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
CREATE (o:Operation {id: $id})
SET o += $properties
RETURN count(o) AS count
