// name: operations/begin_operation
// purpose: Note in the transaction of a write which request it carries out; there is one of each.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
MERGE (o:Operation {id: $id})
SET o.at = coalesce(o.at, $properties.at)
WITH o
WHERE o.request IS NULL
SET o += $properties
RETURN count(o) AS count
