// name: schema/unique_job_part
// purpose: No two parts of jobs have one id.
// access: write
// params: none
// returns: Nothing
// scope: global
CREATE CONSTRAINT powermap_job_part_id IF NOT EXISTS FOR (n:JobPart) REQUIRE n.id IS UNIQUE
