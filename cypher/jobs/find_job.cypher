// name: jobs/find_job
// purpose: The job with an id.
// access: read
// params: id: str
// returns: JobRow, at most one row
// scope: global
MATCH (j:Job {id: $id})
RETURN j.id AS id, j.place AS place, j.actor AS actor, j.kind AS kind, j.account AS account, j.request AS request,
       j.state AS state, j.started_at AS started_at, j.ended_at AS ended_at, j.step AS step, j.progress AS progress,
       j.status AS status, j.code AS code, j.revision AS revision, j.tries AS tries, j.due_at AS due_at,
       j.parts AS parts, j.answered AS answered, j.rights AS rights, j.clearance AS clearance
ORDER BY id LIMIT 1
