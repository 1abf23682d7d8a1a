// name: jobs/list_jobs
// purpose: Jobs, of one actor or of all, from a place on, newest first.
// access: read
// params: actor: str | null, state: str | null, before: str, limit: int
// returns: JobRow, newest first
// scope: global
MATCH (j:Job)
WHERE j.place < $before AND ($actor IS NULL OR j.actor = $actor) AND ($state IS NULL OR j.state = $state)
RETURN j.id AS id, j.place AS place, j.actor AS actor, j.kind AS kind, j.account AS account, j.request AS request,
       j.state AS state, j.started_at AS started_at, j.ended_at AS ended_at, j.step AS step, j.progress AS progress,
       j.status AS status, j.code AS code, j.revision AS revision, j.tries AS tries, j.due_at AS due_at,
       j.parts AS parts, j.answered AS answered, j.rights AS rights, j.clearance AS clearance
ORDER BY place DESC LIMIT $limit
