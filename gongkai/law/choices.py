"""Where the law leaves a choice open (``choices.yaml``): the readings, the one taken, who took it, who may take another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.loader import LINE, DataError, Reader, load

FILE = Path(__file__).with_name("choices.yaml")
FIXED = "不可另取"


@dataclass(frozen=True, slots=True)
class Choice:
    """One open question and the reading that holds."""

    name: str
    question: str
    options: Mapping[str, str]
    chosen: str
    decided_by: str
    changed_by: str
    basis: str
    reason: str

    @property
    def reading(self) -> str:
        """The reading that holds, in words."""
        return self.options[self.chosen]


@cache
def choices() -> Mapping[str, Choice]:
    """Every choice as it comes with the program."""
    return {name: _choice(name, each) for name, each in load(FILE).items() if name != LINE}


def choices_with(taken: Mapping[str, str], *, decided_by: str) -> Mapping[str, Choice]:
    """The choices with those that an office took otherwise, and who took them.

    Refuses (``DataError``) a name or a reading that is not there, and a choice that is not open to an office.
    """
    changed = dict(choices())
    for name, reading in taken.items():
        if name not in changed:
            raise DataError(f"没有“{name}”这一项选择。可以选择的有：{'、'.join(changed)}。")
        choice = changed[name]
        if reading not in choice.options:
            readings = "、".join(f"{key}（{text}）" for key, text in choice.options.items())
            raise DataError(f"“{choice.question}”没有“{reading}”这一种读法。可取的有：{readings}。")
        if choice.changed_by == FIXED and reading != choice.chosen:
            raise DataError(f"“{choice.question}”不能另取读法。依据：{choice.basis}。")
        changed[name] = replace(choice, chosen=reading, decided_by=decided_by)
    return changed


def _choice(name: str, each: Any) -> Choice:
    data = Reader(each, FILE.name)
    options = {key: text for key, text in data.take("options", dict).items() if key != LINE}
    choice = Choice(
        name,
        data.take("question", str),
        options,
        data.take("chosen", str),
        data.take("decided_by", str),
        data.take("changed_by", str),
        data.take("basis", str),
        data.take("reason", str),
    )
    data.done()
    if choice.chosen not in options or any(not isinstance(text, str) for text in options.values()):
        raise DataError(f"{data.where}：chosen 应是 options 里的一种：{choice.chosen!r}")
    return choice
