"""What other subjects are told of, inside the transaction in which it happens: a receiver that raises undoes it all.

``acting(application, move, facts, by, on, at)``   a move is about to be made; ``facts`` may be completed or refused
``acted(application, event, by, at)``              it was made
``composing(application, kind, fields, on)``       a letter is being composed; ``fields`` (name to text) may be completed
``gathering(application, add)``                    the file of a case is being packed; ``add(path, title, data)`` puts something in
``erasing(application, by, at)``                   what identifies the applicant is being erased; each subject erases its own

The sender is the class ``Application``. Refuse with ``NotAllowed`` or ``ValidationError``, in words.
"""

from __future__ import annotations

from django.dispatch import Signal

acting = Signal()
acted = Signal()
composing = Signal()
gathering = Signal()
erasing = Signal()
