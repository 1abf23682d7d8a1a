// name: schema/unique_node
// purpose: A node of this label is unique by its id within its account; makes the index that finds it, too.
// access: write
// params: none
// returns: Nothing
// scope: global
// holes: constraint, label, id
CREATE CONSTRAINT <<constraint>> IF NOT EXISTS FOR (n:<<label>>) REQUIRE (n.account_id, n.<<id>>) IS UNIQUE
