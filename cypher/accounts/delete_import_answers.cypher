// name: accounts/delete_import_answers
// purpose: Forget the answers about files of an account that is no more.
// access: write
// params: account_id: str
// returns: Count
MATCH (a:ImportAnswers {account_id: $account_id})
WHERE a.id IS NOT NULL
DELETE a
RETURN count(*) AS count
