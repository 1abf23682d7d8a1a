"""Who asked for what, and what came of it: a chain of lines that outlives the accounts."""
