// name: accounts/keep_import_answers
// purpose: Keep what was answered about a file of this shape, for the next one.
// access: write
// params: id: str, account: str, shape: str, answers: str
// returns: Count
// scope: global
MERGE (a:ImportAnswers {account_id: $account, id: $id})
SET a.shape = $shape, a.answers = $answers
RETURN count(a) AS count
