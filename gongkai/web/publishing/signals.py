"""What other subjects are told of, inside the transaction in which it happens: a receiver that raises undoes it all.

``submitting(wording, by, at)``          a draft is about to be sealed and laid before the reviewers
``clearing(wording, by, at)``            the office is about to clear a wording for the public
``published(item, publication, first, at)``   the public can read a version; ``first``: of this item the first ever
``changed(item, move, at)``              a public item was withdrawn, repealed, moved or otherwise shown differently
``edited(wording, by, at)``              a draft was written or changed

Whatever must happen only after the transaction (files, caches of other processes) does so by ``transaction.on_commit``.
"""

from django.dispatch import Signal

submitting = Signal()
clearing = Signal()
published = Signal()
changed = Signal()
edited = Signal()
