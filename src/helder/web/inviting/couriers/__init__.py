"""What carries invitations to people: a mail server, a gateway for SMS."""
