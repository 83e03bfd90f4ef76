"""Boards shared with people, with departments, by links and on walls."""
