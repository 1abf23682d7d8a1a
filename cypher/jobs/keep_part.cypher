// name: jobs/keep_part
// purpose: Keep a sealed part of a job's answer, for who has its lease; none where that is lost.
// access: write
// params: id: str, lease: str, part: str, at: str, content: str
// returns: Count
// scope: global
MATCH (j:Job {id: $id})
SET j.claims = coalesce(j.claims, 0) + 1
WITH j
WHERE j.state = 'running' AND j.lease = $lease
MERGE (p:JobPart {id: $part})
SET p.account = j.account, p.at = $at, p.content = $content
RETURN count(p) AS count
