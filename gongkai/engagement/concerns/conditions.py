"""Conditions that only public concerns have: the grade, the moments, what was answered already, press conferences still owed."""

from __future__ import annotations

from datetime import datetime

from gongkai.casework import History
from gongkai.casework.events import BEIJING, Event, told
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.engagement.concerns.choices import severities, title_of, titles

OWN = "本机关办理规程"
BEGINNINGS = ("register", "register_major")
RESPONDING = ("respond", "respond_at_conference")
GRADING = (*BEGINNINGS, "escalate", "lower", "lower_answered", "regrade_major")


def severity_of(history: History) -> str:
    """The grade as it is now; empty before the case is registered."""
    graded = [each for each in history.effective if each.move in GRADING]
    return str(graded[-1].facts.get("severity", "")) if graded else ""


def is_major(severity: str) -> bool:
    """Whether a press conference is asked for."""
    found = severities().get(severity)
    return bool(found and found.major)


def found_at(history: History) -> datetime | None:
    """The moment from which the limit counts at first."""
    return moment(history.effective[0], "found_at") if history.effective else None


def moment(event: Event, name: str) -> datetime | None:
    """A moment out of the facts of a step."""
    given = event.facts.get(name)
    return datetime.fromisoformat(str(given)) if given else None


def told_moment(at: datetime) -> str:
    """A moment in words, in Beijing.

    >>> told_moment(datetime(2026, 11, 21, 9, 5, tzinfo=BEIJING))
    '2026年11月21日9时05分'
    """
    here = at.astimezone(BEIJING)
    return f"{told(here.date())}{here.hour}时{here.minute:02d}分"


def responses(history: History) -> list[Event]:
    """The steps by which the public was answered, first to last."""
    return [each for each in history.effective if each.move in RESPONDING]


def chosen(field: str, name: str) -> Guard:
    """What is given stands in the list of that name."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get(field)
        if given is None or given in titles(name):
            return None
        return {"given": str(given), "allowed": "、".join(titles(name).values())}

    sentence = "没有“{given}”这一项，可以选：{allowed}。"
    return Guard(f"chosen.{field}", "{field}在列出的选项里", sentence, OWN, test, fields=(field,))


def chosen_ways() -> Guard:
    """Every way of answering stands in the list."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("ways")
        strange = [str(each) for each in given if each not in titles("ways")] if isinstance(given, list | tuple) else []
        return {"given": "、".join(strange), "allowed": "、".join(titles("ways").values())} if strange else None

    sentence = "没有“{given}”这种方式，可以选：{allowed}。"
    return Guard("chosen.ways", "{field}在列出的选项里", sentence, OWN, test, fields=("ways",))


def grade_is(*, major: bool) -> Guard:
    """The case is of a grade that asks for a press conference now, or (not ``major``) of one that does not."""

    def test(situation: Situation) -> Words | None:
        now = severity_of(situation.history)
        return None if is_major(now) is major else {"now": title_of("severities", now)}

    name, title = ("major", "现在是特别重大、重大舆情") if major else ("minor", "现在是其他舆情")
    return Guard(f"grade_is_{name}", title, "这件舆情现在的等级是“{now}”。", OWN, test)


def graded(*, major: bool) -> Guard:
    """The grade that is given asks for a press conference, or (not ``major``) does not."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("severity")
        if given not in severities() or is_major(str(given)) is major:
            return None
        return {"given": title_of("severities", str(given))}

    name, title = ("major", "{field}是特别重大或者重大") if major else ("minor", "{field}是其他")
    sentence = "等级“{given}”不能用这一步，请改选等级或者改用相应的步骤。"
    return Guard(f"graded_{name}", title, sentence, "国办发〔2016〕61号", test, fields=("severity",))


def another_grade() -> Guard:
    """The grade that is given is not the present one."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get("severity")
        if given is None or given != severity_of(situation.history):
            return None
        return {"given": title_of("severities", str(given))}

    sentence = "等级现在就是“{given}”，没有改变。"
    return Guard("another_grade", "{field}与现在的不同", sentence, OWN, test, fields=("severity",))


def not_before_found(field: str) -> Guard:
    """The moment in ``field`` is not before the one at which the organ learned of the concern."""

    def test(situation: Situation) -> Words | None:
        given, first = situation.facts.get(field), found_at(situation.history)
        try:
            at = datetime.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            return None
        if at is None or at.tzinfo is None or first is None or at >= first:
            return None
        title = situation.move.fields[field].title
        return {"title": title, "given": told_moment(at), "first": told_moment(first)}

    sentence = "{title}{given}早于知道舆情的时刻{first}，请核对。"
    return Guard(f"not_before_found.{field}", "{field}不早于知道舆情的时刻", sentence, OWN, test, fields=(field,))


def answered(*, wanted: bool = True) -> Guard:
    """The public was answered at least once, or (not ``wanted``) not yet."""

    def test(situation: Situation) -> Words | None:
        given = responses(situation.history)
        if bool(given) is wanted:
            return None
        why = f"已经回应过{len(given)}次" if given else "还没有回应过"
        return {"why": why}

    name, title = ("answered", "已经回应过") if wanted else ("unanswered", "还没有回应过")
    return Guard(name, title, "这件舆情{why}，不能办理这一步。", OWN, test)


def clock_rests(clock: str, why: str) -> Guard:
    """``clock`` is not counting."""

    def test(situation: Situation) -> Words | None:
        legs = situation.history.clock(clock)
        return {} if legs and legs[-1].going else None

    return Guard(f"{clock}_rests", "“{clock}”没有在计算", why, "国办发〔2016〕61号", test, clocks=(clock,))


def clock_goes(clock: str, why: str) -> Guard:
    """``clock`` is counting."""

    def test(situation: Situation) -> Words | None:
        legs = situation.history.clock(clock)
        return None if legs and legs[-1].going else {}

    return Guard(f"{clock}_goes", "“{clock}”正在计算", why, "国办发〔2016〕61号", test, clocks=(clock,))
