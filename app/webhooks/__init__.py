"""Webhooks: other tools are told that an account changed."""
