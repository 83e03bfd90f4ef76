"""The texts of the site, in every language it speaks; `make words` runs it."""
