"""The domain: people, influence and attitudes of a customer account as a graph. Knows no HTTP and reads no settings."""
