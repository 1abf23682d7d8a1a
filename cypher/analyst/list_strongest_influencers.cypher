// name: analyst/list_strongest_influencers
// purpose: Who influences most in sum of strengths, whatever the attitude.
// access: read
// params: account_id: str, limit: int
// returns: PersonStrength, by strength falling, then person
MATCH (p:Person {account_id: $account_id})-[e:INFLUENCES]->(:Person)
WITH p, round(sum(e.strength) * 1000) / 1000.0 AS total, count(e) AS records
RETURN p.id AS person, p.name AS name, records AS count, total AS strength
ORDER BY strength DESC, person LIMIT $limit
