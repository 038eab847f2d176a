"""The questions of a survey and what may be answered to them. Plain values: an answer is checked here, wherever it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What kind of answer a question takes."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    SHORT = "short"
    LONG = "long"


FORM_TITLES = {
    Form.SINGLE: "单选",
    Form.MULTIPLE: "多选",
    Form.SCALE: "评分",
    Form.SHORT: "简短填写",
    Form.LONG: "详细填写",
}
CHOSEN = (Form.SINGLE, Form.MULTIPLE)
COUNTED = (*CHOSEN, Form.SCALE)
"""Forms whose answers are counted."""
WRITTEN = (Form.SHORT, Form.LONG)
LENGTHS = {Form.SHORT: 200, Form.LONG: 2000}
OTHER = -1
"""The number of the option 其他."""
OTHER_LENGTH = 200
SCALES = (3, 10)
"""Fewest and most steps of a scale."""
MOST_OPTIONS, MOST_QUESTIONS = 30, 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. Options are numbered from 0; steps of a scale from 1 to ``steps``."""

    form: str
    text: str
    options: tuple[str, ...] = ()
    required: bool = False
    other: bool = False
    steps: int = 5

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        found: dict[str, str] = {}
        if self.form not in set(Form):
            found["form"] = "请选择题型。"
        if not self.text.strip():
            found["text"] = "请写题目。"
        if self.form in CHOSEN:
            if len(self.options) < 2 - self.other:
                found["options"] = "选择题至少写两个选项，一行一个；有“其他”的，至少写一个。"
            elif len(self.options) > MOST_OPTIONS:
                found["options"] = f"选项最多{MOST_OPTIONS}个，现在有{len(self.options)}个。"
            elif len(set(self.options)) < len(self.options):
                found["options"] = "有两个选项相同，请核对。"
            elif any(len(each) > 100 for each in self.options):
                found["options"] = "一个选项最多100个字。"
        if self.form == Form.SCALE and not SCALES[0] <= self.steps <= SCALES[1]:
            found["steps"] = f"评分从1分到几分，填{SCALES[0]}到{SCALES[1]}。"
        return found

    @property
    def allowed(self) -> tuple[int, ...]:
        """The numbers that may be chosen."""
        if self.form == Form.SCALE:
            return tuple(range(1, self.steps + 1))
        if self.form in CHOSEN:
            return (*range(len(self.options)), *((OTHER,) if self.other else ()))
        return ()

    def label(self, number: int) -> str:
        """What a number that may be chosen is called."""
        if self.form == Form.SCALE:
            return f"{number}分"
        return "其他" if number == OTHER else self.options[number]


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to a question: numbers chosen, and words (of a written answer, or beside 其他)."""

    chosen: tuple[int, ...] = ()
    words: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.chosen and not self.words


def problem(asked: Asked, given: Given) -> str:
    """What is wrong with an answer, as a sentence; empty when nothing is."""
    if given.is_blank:
        return "这一题必须回答。" if asked.required else ""
    if asked.form in WRITTEN:
        most = LENGTHS[Form(asked.form)]
        return f"最多{most}个字，现在有{len(given.words)}个，请删减。" if len(given.words) > most else ""
    if any(each not in asked.allowed for each in given.chosen) or len(set(given.chosen)) < len(given.chosen):
        return "请从列出的选项里选择。"
    if asked.form != Form.MULTIPLE and len(given.chosen) > 1:
        return "这一题只能选一项。"
    if given.words and OTHER not in given.chosen:
        return "写了“其他”的内容，请同时选择“其他”。"
    if len(given.words) > OTHER_LENGTH:
        return f"“其他”最多写{OTHER_LENGTH}个字，现在有{len(given.words)}个。"
    return ""


def problems(asked: Sequence[Asked], given: Mapping[int, Given]) -> dict[int, str]:
    """What is wrong with the answers to a survey, by place of the question; a place that there is not is one as well."""
    found = {place: said for place, each in enumerate(asked) if (said := problem(each, given.get(place, Given())))}
    return found | {place: "没有这一题。" for place in given if not 0 <= place < len(asked)}
