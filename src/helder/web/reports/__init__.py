"""Boards on paper and in files: PDF, PNG, HTML, the figures of tiles, and mails that bring them."""
