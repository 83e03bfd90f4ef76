"""Webhooks: other systems told when something happens here."""
