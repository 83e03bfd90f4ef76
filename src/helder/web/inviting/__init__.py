"""Asking customers: who is asked which survey, how and when, and what becomes of each invitation."""
