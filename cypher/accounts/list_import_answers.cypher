// name: accounts/list_import_answers
// purpose: What was answered about files of an account, by their shape.
// access: read
// params: account_id: str, after: str, limit: int
// returns: AnswersRow, by id
MATCH (a:ImportAnswers {account_id: $account_id})
WHERE a.id > $after
RETURN a.id AS id, a.answers AS answers
ORDER BY id LIMIT $limit
