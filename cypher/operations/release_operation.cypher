// name: operations/release_operation
// purpose: A request that did nothing may be carried out by whoever comes.
// access: write
// params: id: str, owner: str
// returns: Count
// scope: global
MATCH (o:Operation {id: $id})
WHERE o.owner = $owner AND o.request IS NULL
DELETE o
RETURN count(*) AS count
