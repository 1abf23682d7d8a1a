// name: schema/unique_job
// purpose: No two jobs have one id.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_job_id IF NOT EXISTS FOR (n:Job) REQUIRE n.id IS UNIQUE
