"""Helder on its engines beside what one would use instead: every peer a process of its own, taken in turns."""
