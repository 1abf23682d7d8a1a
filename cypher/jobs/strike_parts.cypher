// name: jobs/strike_parts
// purpose: What jobs about an account were asked and answered is kept no longer.
// access: write
// params: account_id: str
// returns: Count
MATCH (p:JobPart {account: $account_id})
DELETE p
RETURN count(*) AS count
