"""Surveys: made in the browser, answered on a page, counted like anything else."""
