// name: accounts/keep_import_answers
// purpose: Keep what was answered about files of a shape, for the next one.
// access: write
// params: account: str, id: str, properties: map
// returns: Count
// scope: global
MERGE (a:ImportAnswers {account_id: $account, id: $id})
SET a += $properties
RETURN count(a) AS count
