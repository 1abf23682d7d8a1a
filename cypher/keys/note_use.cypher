// name: keys/note_use
// purpose: The day a key was last used on.
// access: write
// params: id: str, day: str
// returns: Count
// scope: global
MATCH (k:ApiKey {id: $id})
SET k.last_used_on = $day
RETURN count(k) AS count
