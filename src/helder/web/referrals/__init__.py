"""Customers who bring others: their links, who came by them, and what they earn."""
