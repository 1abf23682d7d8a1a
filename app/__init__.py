"""The service: rooms of routes over the domain in `graph/`, the command line, and what people read."""
