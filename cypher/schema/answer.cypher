// name: schema/answer
// purpose: Does the store answer?
// access: read
// params: none
// returns: Answer
// scope: global
RETURN 1 AS answer ORDER BY answer LIMIT 1
