// name: accounts/put_import_answers
// purpose: Keep what was answered about files of an account that is put back whole.
// access: write
// params: account_id: str, rows: list[map]
// returns: Count
UNWIND $rows AS row
CREATE (a:ImportAnswers {account_id: $account_id, id: row.id})
SET a += row.properties
RETURN count(a) AS count
