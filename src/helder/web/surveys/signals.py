"""What other apps can hear of: a survey that was opened by a person, answers that were kept.

opened: invitation_id, at. Sent once a person is seen to do something on the page, not when a machine fetches it.
answered: response_id, invitation_id (or None), customer_id (or None), complete, answers (rows of the table `answers`). Sent each
time answers are in the table, with every row of the response so far; `complete` from the last page on. Either may be sent twice.
"""

from django.dispatch import Signal

opened = Signal()
answered = Signal()
