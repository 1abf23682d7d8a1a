// name: jobs/list_due
// purpose: Jobs to be begun, or given up by whoever ran them, those that wait longest first.
// access: read
// params: now: str, limit: int
// returns: JobRow, by when they were due
// scope: global
MATCH (j:Job)
WHERE j.state IN ['queued', 'running'] AND j.due_at <= $now
RETURN j.id AS id, j.place AS place, j.actor AS actor, j.kind AS kind, j.account AS account, j.request AS request,
       j.state AS state, j.started_at AS started_at, j.ended_at AS ended_at, j.step AS step, j.progress AS progress,
       j.status AS status, j.code AS code, j.revision AS revision, j.tries AS tries, j.due_at AS due_at,
       j.parts AS parts, j.answered AS answered, j.rights AS rights, j.clearance AS clearance
ORDER BY due_at, id LIMIT $limit
