// name: operations/keep_answer
// purpose: Keep the answer that a request was given, for when it is sent again.
// access: write
// params: id: str, properties: map
// returns: Count
// scope: global
MERGE (o:Operation {id: $id})
SET o += $properties
RETURN count(o) AS count
