"""Tokens: what another system signs in with at the API."""
