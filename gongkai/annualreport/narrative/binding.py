"""What each figure of a section counts: the words around it, what was spoken of before, the heading it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.annualreport.narrative.figures import Figure, find_figures
from gongkai.annualreport.narrative.prose import Prose
from gongkai.annualreport.narrative.scope import column_of, scope_of, year_of
from gongkai.annualreport.narrative.traps import Views, views
from gongkai.annualreport.narrative.vocabulary import Measure, Topic, Vocabulary, vocabulary

_HEAD = re.compile(
    r"(?:^|(?<=[\n。;:,]))(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、])(?P<title>[^。,;:\n\d][^。,;:\n]{1,30})(?=[。:\n;,]|20\d\d年)"
)
_STOP = re.compile(r"[,;。:()!?\n]")
_TAIL_STOP = re.compile(r"[,;。:()!?\n、]")
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|上升|新增加|多|少|增|减|净增|提高|降低|下滑)(?:了)?(?:约|近)?$")
_COMPARED = re.compile(r"(?:较|比|与|同比|环比|相比|同期)")
_SUM = re.compile(r"^[^#]{0,4}(?:合计|总计|共计|总共|共)(?:应办理|需办理|待办理|受理|申请)?(?:申请)?#")
_CHANNELS = (
    ("new_media", re.compile(r"新媒体")),
    ("wechat", re.compile(r"微信|公众号")),
    ("website", re.compile(r"网站|门户|官网|政务网|信息网|信息公开网|公开网|专栏|栏目")),
    ("press", re.compile(r"报纸|报刊|日报|晚报|电视|广播|电台|(?<!新)媒体")),
    (
        "elsewhere",
        re.compile(
            r"微博|抖音|头条|视频号|快手|客户端|公开栏|宣传栏|公示栏|公告栏|电子屏|显示屏|公报|查阅|专区|简报|微信群|工作群|短视频|QQ"
        ),
    ),
)
_DISCLOSURE = re.compile(r"信息公开|依申请|公开申请")
_HEARS = re.compile(r"办理|审理|审结|审查|受理|化解|出庭|应诉")
_COLUMN = re.compile(r"^(?!.*(?:网站|门户|官网)).*(?:专栏|栏目)")
_OTHER_DOCUMENT = re.compile(r"[、,和及与](?:行政)?(?:规范性文件|(?P<rules>规章))(?:共|为)?")
_DOCUMENT_MEASURE = re.compile(r"proactive_disclosure\.(?:government_rules|normative_documents)\.(?P<column>\w+)")
_CLAUSES = re.compile(r"[;。:(]")
_LISTED = re.compile(r"[、和及与]|等(?:平台|渠道|方式|多种|途径|载体|形式|媒体|媒介)")
REACH = 400
"""How far back in its sentence a figure's year, topic and scope are looked for."""
_LEAD = 80
_TAIL = 26


@dataclass(slots=True)
class Stated:
    """A figure with what was told of it. ``lead`` and ``tail`` are the words before and behind it, ``rest`` some more of the
    sentence behind it."""

    figure: Figure
    lead: str
    tail: str
    sentence: int
    heading: str
    measure: str | None = None
    sure: bool = True
    column: str = "total"
    scope: str = "own"
    year: int | None = None
    change: bool = False
    rest: str = ""

    @property
    def clause(self) -> str:
        """The words of its own clause before the figure."""
        return _STOP.split(self.lead)[-1]


@dataclass
class Passage:
    """A section being read: its prose, the two views of it, its headings and sentences."""

    prose: Prose
    year: int | None
    organ: str
    stated: list[Stated] = field(default_factory=list)

    @cached_property
    def views(self) -> Views:
        return views(self.prose.text)

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Where each heading within the section ends, and its words."""
        start = (0, self.prose.title if self.prose.key is None else "")
        return [start, *((match.end(), match["title"]) for match in _HEAD.finditer(self.views.words))]

    @cached_property
    def figures(self) -> list[Figure]:
        return find_figures(self.views.digits)

    def read(self) -> list[Stated]:
        """Every figure of the section with what it counts."""
        words, ends = self.views.words, self.prose.ends
        known = vocabulary()
        sentence, begins, at, heading = 0, 0, 0, 0
        previous: Stated | None = None
        for index, figure in enumerate(self.figures):
            while ends[sentence] <= figure.start:
                begins = ends[sentence]
                sentence += 1
                at = begins
            while heading + 1 < len(self.headings) and self.headings[heading + 1][0] <= figure.start:
                heading += 1
            limit = min(ends[sentence], figure.end + _TAIL)
            if index + 1 < len(self.figures):
                limit = min(limit, self.figures[index + 1].start)
            tail = _TAIL_STOP.split(words[figure.end : limit], maxsplit=1)[0]
            lead = words[max(at, figure.start - _LEAD) : figure.start]
            rest = words[figure.end : min(ends[sentence], figure.end + _TAIL)]
            stated = Stated(figure, lead, tail, sentence, self.headings[heading][1], rest=rest)
            before = words[max(begins, figure.start - REACH) : figure.start]
            self._tell(stated, before, previous, known)
            self.stated.append(stated)
            at = figure.end
            previous = stated if stated.measure is not None else previous
        return self.stated

    def _tell(self, stated: Stated, before: str, previous: Stated | None, known: Vocabulary) -> None:
        clause = stated.clause
        stated.change = bool(_CHANGE.search(stated.lead[-6:]) and _COMPARED.search(before[-40:]))
        if stated.figure.unit == "%" or stated.change:
            return
        phrase = self._relative(f"{stated.lead}#{stated.tail}")
        around = self.views.words[self._paragraph(stated.figure.start) : stated.figure.start] + stated.rest
        topics: dict[str, bool] = {}
        for measure in known.candidates(stated.figure.unit, phrase):
            topic = measure.topic
            if topic is not None:
                if topic not in topics:
                    topics[topic] = self._speaks_of(known.topics[topic], topic, stated, around, previous)
                if not topics[topic]:
                    continue
            if not measure.fits(phrase) or measure.barred(before):
                continue
            if (name := _name(measure, stated, before, known)) is not None:
                stated.measure, stated.sure = name, measure.sure
                break
        if stated.measure is None:
            stated.measure = "applications.handled" if self._is_sum(stated) else _likewise(stated, previous)
        if stated.measure is None:
            return
        stated.year = year_of(before, stated.heading, self.year)
        stated.scope = scope_of(before, clause, self.organ, self.year)
        if stated.measure.startswith("releases.") and (stated.lead[:1] == "、" or _COLUMN.search(clause)):
            stated.sure = False  # the channel may have been named before; a column is a part of a website
        if stated.measure.startswith("applications."):
            stated.column = column_of(clause + "#" + stated.tail)
        if stated.measure.startswith("disputes."):
            self._of_disclosure(stated, before, around)

    def _relative(self, phrase: str) -> str:
        """The year before and the year after by name, so that the words of the vocabulary hold in any year."""
        if self.year is None or "年" not in phrase:
            return phrase
        return phrase.replace(f"{self.year - 1}年", "往年").replace(f"{self.year + 1}年", "来年")

    def _speaks_of(self, topic: Topic, name: str, stated: Stated, before: str, previous: Stated | None) -> bool:
        if self.prose.key in topic.sections:
            return True
        if topic.words.search(stated.heading) or topic.words.search(before) or topic.words.search(stated.tail):
            return True
        return (
            previous is not None
            and previous.measure is not None
            and previous.measure.startswith(name)
            and stated.sentence - previous.sentence <= 1
        )

    def _is_sum(self, stated: Stated) -> bool:
        """“收到 a 件，上年结转 b 件，共 c 件”: c is what was to be handled."""
        last = [each for each in self.stated[-2:] if each.sentence == stated.sentence]
        return [each.measure for each in last] == ["applications.received", "applications.carried_in"] and _SUM.match(
            stated.lead + "#"
        ) is not None

    def _of_disclosure(self, stated: Stated, before: str, around: str) -> None:
        """Reviews and suits count here only if they are about disclosure; an organ may have others. Said in the sentence it is sure,
        else it is likely; but an organ that hears reviews itself (办理行政复议案件320件) counts those."""
        if self.prose.key in ("disputes", "applications"):
            return
        if not _DISCLOSURE.search(before + stated.tail + stated.heading):
            stated.sure = False
            if _HEARS.search(before) and not _DISCLOSURE.search(around):
                stated.measure = None

    def _paragraph(self, at: int) -> int:
        """Where the paragraph around an offset begins, but no more than ``REACH`` characters back."""
        return max(self.views.words.rfind("\n", max(0, at - REACH), at) + 1, at - REACH, 0)


def _name(measure: Measure, stated: Stated, before: str, known: Vocabulary) -> str | None:
    if measure.family is not None:
        member = known.member(measure.family, stated.clause + stated.tail) or known.member(measure.family, before)
        return None if member is None else measure.id.replace("*", member)
    if measure.channel:
        return f"{measure.id}.{channel_of(stated.lead)}" if channel_of(stated.lead) != "elsewhere" else None
    return measure.id


def _likewise(stated: Stated, previous: Stated | None) -> str | None:
    """“现行有效规章3件、行政规范性文件41件”: the second is counted as the first."""
    other = _OTHER_DOCUMENT.fullmatch(stated.lead)
    if other is None or previous is None or previous.sentence != stated.sentence:
        return None
    document = _DOCUMENT_MEASURE.fullmatch(previous.measure or "")
    if document is None:
        return None
    row = "government_rules" if other["rules"] else "normative_documents"
    return f"proactive_disclosure.{row}.{document['column']}"


def channel_of(lead: str) -> str:
    """The channel that the words name: ``total`` where they name none or several kinds.

    >>> channel_of("通过政府网站、微信公众号等渠道公开信息"), channel_of("通过微信公众号等新媒体发布信息")
    ('total', 'new_media')
    """
    words = _CLAUSES.split(lead)[-1]
    near = words.rpartition(",")[2]
    words = near if any(pattern.search(near) for _, pattern in _CHANNELS) else words
    found = [name for name, pattern in _CHANNELS if pattern.search(words)]
    if "new_media" in found and not {"website", "press"} & set(found):
        return "new_media"
    if "elsewhere" in found and not _LISTED.search(words):
        return "elsewhere"
    return found[0] if len(found) == 1 else "total"
