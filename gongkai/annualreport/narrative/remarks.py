"""Statements beside the figures: that all applications were dealt with; so many things, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.annualreport.narrative.binding import Passage
from gongkai.annualreport.narrative.figures import Figure
from gongkai.annualreport.narrative.model import Remark

_ALL_DONE = re.compile(
    r"(?:均|全部|都|悉数)(?:已经?)?(?:全部|按要求|依法|依规|妥善)*+(?:办理(?=办结))?(?:办结|办理完成|办理完毕|办理完结|处理完毕)(?!率)|"
    r"(?:已|现已)(?:经)?全部(?:按要求|依法|依规|妥善)*+(?:办结|办理完成|办理完毕|处理完毕)(?!率)"
)
_IN_TIME = re.compile(r"按期|按时|及时|时限|期限|到期|限期|超期")
_OTHER_THINGS = re.compile(r"建议|提案|工单|来信|来电|热线|信访|投诉|留言|举报|信箱|咨询|诉求|审批|12345")
_COUNTED = frozenset(("个", "项", "份", "部", "家", "类", "件", "篇", "种"))
_BRACKET = re.compile(r"[\u4e00-\u9fff]{0,10}\((?P<list>[^()\d]{6,240})\)")
_QUOTED = re.compile(
    r"(?:(?:《[^《》\n]{2,60}》|“[^“”\n]{2,30}”)(?:\([^()\n]{1,20}\))?[、和及与]?){2,}(?P<more>等|这|共|以上)?$"
)
_ONE_QUOTED = re.compile(r"《[^《》\n]{2,60}》|“[^“”\n]{2,30}”")
_NEAR = 2


def remarks(passage: Passage) -> list[Remark]:
    """Every remark of the section."""
    return [*_all_processed(passage), *_named(passage)]


def _all_processed(passage: Passage) -> Iterator[Remark]:
    """“所有申请均已办理完成”. “均按时办结” says less: what is not yet due may still be open."""
    words, prose = passage.views.words, passage.prose
    for match in _ALL_DONE.finditer(words):
        start, end = prose.clause(match.start(), match.end())
        sentence = words[prose.begins(match.start()) : match.end()]
        clause = words[start:end]
        before = re.split(r"[;。]", sentence)[-1]
        if _IN_TIME.search(clause) or _OTHER_THINGS.search(before):
            continue
        if "申请" in before or passage.prose.key == "applications":
            yield Remark("all_processed", prose.quote(start, end), prose.key, prose.place(start))


def _named(passage: Passage) -> Iterator[Remark]:
    """“5个事项（甲、乙、丙、丁、戊）”, “《甲》《乙》2个文件”: the number and how many names there are."""
    text, prose = passage.prose.text, passage.prose
    for figure in passage.figures:
        if figure.unit not in _COUNTED or figure.approximate or figure.value < _NEAR or figure.value > 20:
            continue
        for named, open_list in (_in_bracket(text, figure), _quoted(text, figure)):
            if not named or abs(named - int(figure.value)) > _NEAR or (open_list and named <= figure.value):
                continue
            start, end = prose.clause(figure.start, figure.end)
            yield Remark("named", prose.quote(start, end), prose.key, prose.place(start), int(figure.value), named)


def _in_bracket(text: str, figure: Figure) -> tuple[int, bool]:
    match = _BRACKET.match(text, figure.end)
    if match is None:
        return 0, False
    names = [name for name in re.split(r"[、,;]|以及", match["list"]) if name]
    last = re.split(r"[和及与](?=[\u4e00-\u9fff]{3,})", names[-1]) if names else []
    if len(names) < _NEAR or any(len(name) < 3 for name in names):
        return 0, False
    # 和 may join two names or stand within one, so the last name counts once or twice, whichever fits.
    counts = {len(names), len(names) + len(last) - 1}
    return (int(figure.value) if figure.value in counts else len(names)), "等" in match["list"][-3:]


def _quoted(text: str, figure: Figure) -> tuple[int, bool]:
    match = _QUOTED.search(text, max(0, figure.start - 300), figure.start)
    if match is None:
        return 0, False
    return len(_ONE_QUOTED.findall(match.group())), match["more"] == "等"
