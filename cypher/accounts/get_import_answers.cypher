// name: accounts/get_import_answers
// purpose: What was answered about an earlier file of this shape.
// access: read
// params: account_id: str, id: str
// returns: ImportAnswers, at most one row
MATCH (a:ImportAnswers {account_id: $account_id, id: $id})
RETURN a.answers AS answers ORDER BY a.id LIMIT 1
