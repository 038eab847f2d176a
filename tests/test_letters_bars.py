"""A plot in an official document: drawn with the format's own means, read aloud as a table."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.letters import Bars, Letter, write
from gongkai.letters.layout import drawn

PLOT = Bars("图1　报送和采用", ("报送", "采用"), [("种植业科", (8, 2)), ("办公室", (0, 0))], "篇")


def test_the_longest_bar_fills_the_plot_and_nothing_draws_nothing() -> None:
    (_, (submitted, adopted)), (_, (none, also_none)) = drawn(PLOT)
    assert (submitted.share, adopted.share, none.share, also_none.share) == (1, 0.25, 0, 0)
    assert none.text == "报送0篇"


def test_a_plot_without_any_value_has_no_bars() -> None:
    ((_, (only,)),) = drawn(Bars("图", ("报送",), [("办公室", (0,))], "篇"))
    assert only.share == 0


def test_every_row_has_a_value_of_every_series() -> None:
    with pytest.raises(ValueError, match="却有1个数"):
        drawn(Bars("图", ("报送", "采用"), [("办公室", (1,))]))


def test_the_word_file_has_bars_as_shading_and_numbers_as_text() -> None:
    made = zipfile.ZipFile(io.BytesIO(write(Letter("通报", [PLOT]), "docx"))).read("word/document.xml").decode()
    assert made.count("<w:shd") == 2
    assert "报送8篇" in made and "采用2篇" in made and "报送0篇" in made
