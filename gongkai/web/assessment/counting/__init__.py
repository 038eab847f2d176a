"""Indicators that are counted from the records: each figure and the records behind it by one query.

counted(measure, asked) -> {place: Count}        for all objects of a round at once
behind(measure, asked, place) -> Behind          the records of one object, to be opened

A layer above this one adds its own with ``register``: annual reports do.
"""

from gongkai.web.assessment.counting.figures import Asked, Behind, Count, Place, Record, Source, register, source_of

__all__ = ["Asked", "Behind", "Count", "Place", "Record", "Source", "register", "source_of"]
