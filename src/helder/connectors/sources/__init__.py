"""Other systems that rows are fetched from: helpdesks, shops, databases, folders, feeds, mailboxes."""
