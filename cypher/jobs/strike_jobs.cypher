// name: jobs/strike_jobs
// purpose: No job about an account goes on or has an answer any more.
// access: write
// params: account_id: str, at: str
// returns: Count
MATCH (j:Job {account: $account_id})
SET j.state = CASE WHEN j.state IN ['queued', 'running'] THEN 'cancelled' ELSE j.state END,
    j.ended_at = coalesce(j.ended_at, $at), j.parts = 0, j.answered = 0
RETURN count(j) AS count
