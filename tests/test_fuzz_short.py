"""The short form of fuzz/readers.py: spoilt files give a report or a sentence, never a crash."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fuzz"))
import readers

COUNTS = {
    "text": 150,
    "markdown": 60,
    "html": 150,
    "docx": 120,
    "pdf": 60,
    "xlsx": 100,
    "json": 150,
    "doc": 80,
    "ofd": 60,
}


@pytest.mark.parametrize("reader", readers.READERS)
def test_spoilt_files_are_read_or_refused_in_words(reader):
    done, broke = readers.run(reader, count=COUNTS[reader], seed=1)
    assert done == COUNTS[reader], "没有可以改坏的原件"
    assert not broke, next(iter(broke))
