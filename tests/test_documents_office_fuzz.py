"""Broken office files are refused in words: a short run of what ``python tests/office_mutations.py`` does at length."""

from __future__ import annotations

import pytest
from office_mutations import mutants, seeds

from gongkai.documents import doc, doc_office
from gongkai.documents.model import Unreadable


@pytest.mark.parametrize("kind", list(seeds()))
def test_a_broken_file_is_read_or_refused_but_never_crashes_a_reader(kind, monkeypatch):
    monkeypatch.setattr(doc, "office", lambda: None)
    monkeypatch.setattr(doc_office, "office", lambda: None)
    for reader, data in mutants(kind, 40, seed=99):
        try:
            reader(data)
        except Unreadable as refusal:
            assert refusal.message.endswith("。")
