// name: accounts/is_written
// purpose: Did the write with this stamp arrive? Asked when the answer to its COMMIT was lost.
// access: read
// params: account_id: str, change_id: str
// returns: Count
MATCH (c:Change {account_id: $account_id, id: $change_id})
RETURN count(c) AS count
ORDER BY count LIMIT 1
