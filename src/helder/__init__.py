"""Helder: customer-experience metrics one can trust."""
