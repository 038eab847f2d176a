"""Which figures are said to be parts of which: brackets, 其中, 分别为, 包括, 通过…通过…, 共计, 数量/类别/形式 over paragraphs.

Punctuation gives the extents that the grammar allows. Where one of them adds up exactly it is taken; else the default extent is,
and the difference is left for the checks.
"""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.annualreport.narrative.binding import Passage
from gongkai.annualreport.narrative.grouping import COUNTING, LONGEST_LIST, Figures, Grouping

_MARKER = re.compile(
    r"其中(?:包括|含|有)?[,:]?|分别(?:为|是)[:]?|"
    r"(?<=[,(:;])(?:具体|主要|其他)?(?:包括|包含|涵盖|分为|含有?|内有)[:]?|(?:具体|主要)?包括[:]|内有"
)
_TURN = re.compile(
    r"^[,;、)]*(?:并|同时|另外?|此外|全年|共计?|累计|年内)*(?:收到|受理|办理|办结|回应|回复|答复|接听|开展|组织|召开|举办|举行|参加|印发|编发|"
    r"制作|制发|开设|新增|新开|承办|处理|接待|录入|采集|报送|优化|更新|整改|完成|设置|关停|培训)"
)
_ASIDE = re.compile(r"^[,;、)]*(?:另(?:外|有)?|此外|同时|并(?!通过)|除此之外)")
_TOTAL = re.compile(r"(?:合计|总计|共计|总共|累计|共)(?:公开|发布|收到)?(?:信息|申请|各类信息)?(?:为|达)?$")
_STRONG_TOTAL = re.compile(r"^[^,;]{0,4}(?:合计|总计|共计)(?:公开|发布|收到)?(?:信息|申请|各类信息)?(?:为|达)?$")
_NAMED = re.compile(r"(?:其中|包括|包含|涵盖|分为|含有?|内有|分别[为是])$")
_QUANTITY = re.compile(r"数量|总数|总量")
_CATEGORY = re.compile(r"类别|分类|内容")
_FORM = re.compile(r"形式|渠道|方式|途径|载体")
LONGEST = 1200
"""How far behind its marker a list may go on, in characters."""
_SEMICOLON = re.compile(";")
_WORD = re.compile(r"[\u4e00-\u9fff\d]")


def groupings(passage: Passage) -> list[Grouping]:
    """Every whole with parts that the section states."""
    if len(passage.stated) < 2:
        return []
    figures = Figures(passage)
    markers = list(_MARKER.finditer(figures.words))
    for number, match in enumerate(markers):
        depth = figures.depth(match.start())
        later = (m.start() for m in markers[number + 1 :] if figures.depth(m.start()) == depth)
        _listed(figures, match, depth, next(later, len(figures.words)))
    _brackets(figures)
    _colons(figures)
    _channels(figures)
    _totals(figures)
    _paragraphs(figures)
    return figures.found


def _listed(figures: Figures, match: re.Match[str], depth: int, following: int) -> None:
    """The list behind 其中, 分别为, 包括; ``following`` is where the next marker at the same depth stands."""
    begin, end = figures.sentence(match.start())
    end = min(end, match.end() + LONGEST)
    if depth and (close := figures.bracket_end(match.start())) is not None:
        end = min(end, close)
    if not figures.between(match.end(), min(end, match.end() + 60)):
        return
    wholes = _wholes(figures, match.start(), begin, depth)
    stops = [end] if depth else [*(m.start() for m in _SEMICOLON.finditer(figures.words, match.end(), end)), end]
    if match.end() < following < end:
        stops = [stop for stop in stops if stop < following] or [following]
    kind = "exhaustive" if match.group().startswith("分别") else "open"
    marker = match.group().strip(",:")
    exact = [
        (stop, unit, parts, whole)
        for stop in stops
        for unit, parts in figures.by_unit(match.end(), stop, depth).items()
        for whole in wholes
        if figures.stated[whole].figure.kind == unit and len(parts) > 1 and figures.total(parts) == figures.value(whole)
    ]
    done: set[str] = set()
    reached = exact[0][0] if exact else stops[0]
    for stop, unit, parts, whole in exact:
        if stop == reached and unit not in done:
            figures.add(whole, parts, kind, marker)
            done.add(unit)
    for unit, parts in figures.by_unit(match.end(), stops[0], depth).items():
        if unit in done:
            continue
        same = [w for w in wholes if figures.stated[w].figure.kind == unit]
        if not same and len(parts) > 1:
            # 收到8份申请，其中予以公开2件 …: other units may be meant alike, but only a sum that fits shows it.
            same = [w for w in wholes[:1] if figures.value(w) == figures.total(parts)]
        _choose(figures, same, parts, kind, marker)
    for start, stop in pairwise(stops):
        if start >= reached:
            _partition_again(figures, figures.by_unit(start, stop, depth), wholes, kind, marker)


def _choose(figures: Figures, wholes: list[int], parts: list[int], kind: str, marker: str) -> None:
    """Take the nearest whole of the parts' unit, unless the list turns to something else first or fits another exactly."""
    if not wholes:
        return
    for candidate in (parts, _turned(figures, parts)):
        for whole in wholes:
            if candidate and figures.total(candidate) == figures.value(whole):
                figures.add(whole, candidate, kind, marker)
                return
    whole = wholes[0]
    shorter = _turned(figures, parts)
    if figures.total(shorter) <= figures.value(whole):
        parts = shorter
    if (mixed := _mixed(figures, parts, whole)) is not None:
        figures.add(whole, mixed, kind, marker)
    elif figures.total(parts) <= figures.value(whole) or len(wholes) == 1:
        figures.add(whole, parts, kind, marker)


def _partition_again(figures: Figures, groups: dict[str, list[int]], wholes: list[int], kind: str, marker: str) -> None:
    """Behind a semicolon the same whole may be parted once more (by applicant; by outcome): only if that adds up."""
    for unit, parts in groups.items():
        for whole in wholes:
            if (
                len(parts) > 1
                and figures.stated[whole].figure.kind == unit
                and figures.total(parts) == figures.value(whole)
            ):
                figures.add(whole, parts, kind, marker)
                break


def _wholes(figures: Figures, at: int, begin: int, depth: int) -> list[int]:
    """Figures that can be the whole, nearest first: those of the same sentence, or of the one before when the marker opens a
    sentence. Within a bracket it is the figure that the bracket follows."""
    if begin and _WORD.search(figures.words, begin, at) is None:
        begin, _ = figures.sentence(begin - 1)
    level = depth - 1 if depth and figures.words[max(0, at - 3) : at].rstrip(",")[-1:] == "(" else depth
    found = [i for i in figures.before(begin, at) if figures.stated[i].figure.depth == level and figures.counts(i)]
    found.reverse()
    return found[:1] if level < depth else found[:6]


def _turned(figures: Figures, parts: list[int]) -> list[int]:
    """The parts up to where the sentence turns to something else (…，并回复…)."""
    for number, index in enumerate(parts):
        lead = figures.stated[index].lead
        if number and (_ASIDE.match(lead) or (_TURN.match(lead) and not _TURN.match(figures.stated[parts[0]].lead))):
            return parts[:number]
    return parts


def _mixed(figures: Figures, parts: list[int], whole: int) -> list[int] | None:
    """The figures of a list whatever their unit, where together they add up exactly (27条、198条、11件 of 236条)."""
    if not parts or figures.total(parts) >= figures.value(whole):
        return None
    first = figures.stated[parts[0]]
    together: list[int] = []
    for index in range(parts[0], min(len(figures.stated), parts[-1] + 4)):
        each = figures.stated[index]
        if each.sentence != first.sentence:
            break
        if each.figure.depth == first.figure.depth and each.figure.kind in COUNTING:
            together.append(index)
            if len(together) > 1 and index > parts[-1] and figures.total(together) == figures.value(whole):
                return together
    return together if together != parts and figures.total(together) == figures.value(whole) else None


def _brackets(figures: Figures) -> None:
    """收办申请75件（市级47件、县级28件）."""
    for match in re.finditer(r"\(", figures.words):
        before = figures.before(max(0, match.start() - 14), match.start())
        end = figures.bracket_end(match.end())
        if not before or end is None or _MARKER.match(figures.words, match.end()):
            continue
        whole = before[-1]
        figure = figures.stated[whole].figure
        if figure.end < match.start() - 8:
            continue
        parts = figures.by_unit(match.end(), end, figure.depth + 1).get(figure.kind, [])
        if len(parts) > 1 and _breaks_down(figures, whole, parts):
            figures.add(whole, parts, "exhaustive", "（）")


def _breaks_down(figures: Figures, whole: int, parts: list[int]) -> bool:
    """Whether a bracket lists parts: not what was carried over beside them, and not examples that make up little."""
    total = figures.total(parts)
    carried = any((figures.stated[i].measure or "").startswith("applications.carried") for i in parts)
    return total == figures.value(whole) or (not carried and 2 * total >= figures.value(whole))


def _colons(figures: Figures) -> None:
    """公开信息240条：动态150条、公告90条."""
    for match in re.finditer(r":(?![一1(])", figures.words):
        before = figures.before(max(0, match.start() - 8), match.start())
        if (
            not before
            or _MARKER.match(figures.words, match.end())
            or _NAMED.search(figures.words[max(0, match.start() - 3) : match.start()])
        ):
            continue
        whole = before[-1]
        figure = figures.stated[whole].figure
        end = min(figures.sentence(match.start())[1], match.end() + LONGEST)
        parts = _turned(figures, figures.by_unit(match.end(), end, figure.depth).get(figure.kind, []))
        if len(parts) > 1:
            exact = figures.total(parts) == figure.value
            figures.add(whole, parts, "exhaustive" if exact else "open", "：")


def _channels(figures: Figures) -> None:
    """公开信息3023条，通过网站公开1586条；通过报纸…；通过微信…."""
    sentences: dict[int, list[int]] = {}
    for index, each in enumerate(figures.stated):
        if not each.figure.depth:
            sentences.setdefault(each.sentence, []).append(index)
    for members in sentences.values():
        for number, whole in enumerate(members):
            if whole in figures.used or not figures.released(whole) or figures.by_channel(whole):
                continue
            parts: list[int] = []
            for index in members[number + 1 : number + LONGEST_LIST]:
                if index in figures.used or figures.stated[index].figure.kind != figures.stated[whole].figure.kind:
                    continue
                if not figures.by_channel(index):
                    break
                parts.append(index)
            if len(parts) > 1:
                figures.add(whole, parts, "exhaustive", "通过")
                break


def _totals(figures: Figures) -> None:
    """网站3条、微信2条，共计5条."""
    for index, each in enumerate(figures.stated):
        if index in figures.used or not figures.counts(index) or not _TOTAL.search(each.clause):
            continue
        before = [
            i
            for i in range(max(0, index - LONGEST_LIST), index)
            if figures.stated[i].sentence == each.sentence
            and figures.stated[i].figure.depth == each.figure.depth
            and figures.stated[i].figure.kind == each.figure.kind
            and i not in figures.used
            and figures.counts(i)
        ]
        fits = [before[n:] for n in range(len(before) - 1) if figures.total(before[n:]) == each.figure.value]
        if fits:
            figures.add(index, fits[0], "exhaustive", "共")
        elif _is_total(figures, index, before):
            figures.add(index, before, "exhaustive", "共计")


def _is_total(figures: Figures, index: int, before: list[int]) -> bool:
    """Whether 共计 sums up the list right before it although it does not add up: one list, and near enough."""
    each = figures.stated[index]
    return (
        len(before) > 1
        and _STRONG_TOTAL.match(each.clause) is not None
        and before == list(range(before[0], index))
        and abs(figures.total(before) - each.figure.value) * 5 <= each.figure.value
    )


def _paragraphs(figures: Figures) -> None:
    """（一）数量：20条。（二）类别：…5条，…4条。（三）形式：…20条；…30条."""
    whole: int | None = None
    groups: dict[tuple[int, str], list[int]] = {}
    for index, each in enumerate(figures.stated):
        form, category = _FORM.search(each.heading), _CATEGORY.search(each.heading)
        if _QUANTITY.search(each.heading) and not form and not category:
            if figures.released(index) and (whole is None or figures.stated[whole].heading != each.heading):
                whole = index
            continue
        if whole is None or index in figures.used or not (form or category):
            continue
        if each.figure.kind == figures.stated[whole].figure.kind:
            groups.setdefault((whole, "channels" if form else "open"), []).append(index)
    for (whole, kind), parts in groups.items():
        if len(parts) > 1:
            figures.add(whole, parts, kind, "形式" if kind == "channels" else "类别")
