"""Who may sign in, and what their role opens."""
