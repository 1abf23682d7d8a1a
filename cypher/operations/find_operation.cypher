// name: operations/find_operation
// purpose: What a caller carried out under an idempotency key, and the answer it was given.
// access: read
// params: id: str
// returns: OperationRow, at most one row
// scope: global
MATCH (o:Operation {id: $id})
RETURN o.request AS request, o.revision AS revision, o.status AS status, o.headers AS headers, o.answer AS answer
ORDER BY o.id LIMIT 1
