"""Conditions that several kinds of case share, ready to be put into a table with the article that sets them."""

from __future__ import annotations

from datetime import date

from gongkai.casework.events import told
from gongkai.casework.guards import Guard, Situation, Words
from gongkai.casework.reckoning import due


def once(move: str, basis: str, sentence: str = "“{move}”只能办理一次，{day}已经办理过。") -> Guard:
    """``move`` has not been made yet in this case (补正一次性告知、延期一次)."""

    def test(situation: Situation) -> Words | None:
        last = situation.history.last(move)
        title = situation.history.table.move_of[move].title
        return None if last is None else {"move": title, "day": told(last.on)}

    return Guard(f"once.{move}", "没有办理过“{move}”", sentence, basis, test, moves=(move,))


def once_since(
    move: str, mark: str, basis: str, sentence: str = "“{move}”{day}已经办理过，{mark}以后只办理一次。"
) -> Guard:
    """``move`` has not been made since the last ``mark`` (one signature for each service)."""

    def test(situation: Situation) -> Words | None:
        last, reset = situation.history.last(move), situation.history.last(mark)
        if last is None or (reset is not None and reset.number > last.number):
            return None
        titles = situation.history.table.move_of
        return {"move": titles[move].title, "mark": f"“{titles[mark].title}”", "day": told(last.on)}

    return Guard(
        f"once.{move}.since.{mark}", "后者以后没有办理过前者：{move}", sentence, basis, test, moves=(move, mark)
    )


def done(move: str, basis: str, sentence: str = "要先办理“{move}”。") -> Guard:
    """``move`` has been made."""

    def test(situation: Situation) -> Words | None:
        title = situation.history.table.move_of[move].title
        return {"move": title} if situation.history.last(move) is None else None

    return Guard(f"done.{move}", "已经办理“{move}”", sentence, basis, test, moves=(move,))


def done_since(move: str, mark: str, basis: str, sentence: str = "“{mark}”以后要再办理“{move}”。") -> Guard:
    """``move`` has been made after the last ``mark`` (a new review after each new draft)."""

    def test(situation: Situation) -> Words | None:
        made, reset = situation.history.last(move), situation.history.last(mark)
        if reset is None or (made is not None and made.number > reset.number):
            return None
        titles = situation.history.table.move_of
        return {"move": titles[move].title, "mark": titles[mark].title}

    return Guard(
        f"done.{move}.since.{mark}", "后者以后重新办理过前者：{move}", sentence, basis, test, moves=(move, mark)
    )


def in_time(clock: str, basis: str, sentence: str = "“{clock}”{last}，已经届满。") -> Guard:
    """The move comes before ``clock`` is over; a clock that never started or has no last day is never over."""

    def test(situation: Situation) -> Words | None:
        if _party_open(situation, clock):
            return None
        over, last = _over(situation, clock)
        return {"clock": _title(situation, clock), "last": last} if over else None

    return Guard(f"in_time.{clock}", "“{clock}”没有届满", sentence, basis, test, lasting=False, clocks=(clock,))


def time_over(clock: str, basis: str, sentence: str = "“{clock}”{last}，还没有届满。") -> Guard:
    """``clock`` is over for sure: one that never started is not, nor one whose last day is still provisional."""

    def test(situation: Situation) -> Words | None:
        if _party_open(situation, clock):
            return None
        over, last = _over(situation, clock, surely=True)
        return None if over else {"clock": _title(situation, clock), "last": last}

    return Guard(f"time_over.{clock}", "“{clock}”已经届满", sentence, basis, test, lasting=False, clocks=(clock,))


def at_most(field: str, limit: str, basis: str, sentence: str = "{title}最多{most}，填写的是{given}。") -> Guard:
    """The number in ``field``, in the unit of the law's limit of that name, does not exceed it."""

    def test(situation: Situation) -> Words | None:
        given = situation.facts.get(field)
        if not isinstance(given, int):
            return None
        most = situation.needs_counting().limits(limit, situation.on)
        if most is None or given <= most.amount:
            return None
        return {"title": situation.move.fields[field].title, "most": str(most), "given": str(given)}

    return Guard(f"at_most.{field}", "{field}不超过法定上限", sentence, basis, test, lasting=False, fields=(field,))


def later_than(
    field: str, clock: str, basis: str, sentence: str = "{title}{given}要晚于“{clock}”的最后一日{last}。"
) -> Guard:
    """The day in ``field`` lies after the present last day of ``clock``: what is put off is not brought forward."""

    def test(situation: Situation) -> Words | None:
        given, legs = situation.facts.get(field), situation.history.clock(clock)
        try:
            day = date.fromisoformat(given) if isinstance(given, str) else None
        except ValueError:
            return None
        if day is None or not legs:
            return None
        found = due(situation.history, legs[-1], situation.needs_counting(), situation.on)
        if found.day is None or day > found.day:
            return None
        title = situation.move.fields[field].title
        return {"title": title, "given": told(day), "clock": _title(situation, clock), "last": told(found.day)}

    return Guard(
        f"later_than.{clock}.{field}",
        "{field}晚于“{clock}”的最后一日",
        sentence,
        basis,
        test,
        lasting=False,
        clocks=(clock,),
        fields=(field,),
    )


def asked_before(
    clock: str, basis: str, sentence: str = "{day}才向“{party}”发出征求意见书，这一步的日期不会更早，请核对。"
) -> Guard:
    """Nothing comes from or to a party before ``clock`` began to stand for it."""

    def test(situation: Situation) -> Words | None:
        legs, clocks = situation.history.clock(clock), situation.history.table.clock_of
        for stand in legs[-1].stands if legs else ():
            per = clocks[stand.no_longer_than].per if stand.key else ""
            named = per and str(situation.facts.get(per, "")) == stand.key
            if stand.until is None and named and situation.on < stand.since.on:
                return {"day": told(stand.since.on), "party": stand.key}
        return None

    return Guard(f"asked_before.{clock}", "不早于向这一方发出的日期", sentence, basis, test, clocks=(clock,))


def awaited(clock: str, basis: str, sentence: str = "没有在等待“{party}”，请核对名称。") -> Guard:
    """``clock`` stands for the party named in the move."""

    def test(situation: Situation) -> Words | None:
        parties = {each.per for each in situation.history.table.clocks if each.per}
        named = [str(situation.facts[per]) for per in parties if situation.facts.get(per) is not None]
        stands = _open_stands(situation, clock)
        if not named or any(str(situation.facts.get(per, "")) == key for per, key in stands):
            return None
        return {"party": "、".join(sorted(named))}

    return Guard(f"awaited.{clock}", "“{clock}”正在等待这一方", sentence, basis, test, clocks=(clock,))


def all_heard(clock: str, basis: str, sentence: str = "还没有收到{others}的答复。") -> Guard:
    """``clock`` stands for nobody else than the party named in the move (the last third party to answer)."""

    def test(situation: Situation) -> Words | None:
        others = _awaited(situation, clock)
        return {"others": "、".join(others)} if others else None

    return Guard(f"all_heard.{clock}", "各方都已经答复", sentence, basis, test, clocks=(clock,))


def others_awaited(clock: str, basis: str, sentence: str = "除此以外各方都已经答复，请办理全部答复的步骤。") -> Guard:
    """``clock`` stands for somebody else too; the counterpart of ``all_heard``."""

    def test(situation: Situation) -> Words | None:
        return None if _awaited(situation, clock) else {}

    return Guard(f"others_awaited.{clock}", "还有其他方没有答复", sentence, basis, test, clocks=(clock,))


def _awaited(situation: Situation, clock: str) -> list[str]:
    """The other parties that the clock stands for; as long as the move names none, all but one."""
    stands = _open_stands(situation, clock)
    if all(situation.facts.get(per) is None for per, _ in stands):
        return [key for _, key in stands[1:]]
    return [key for per, key in stands if key != str(situation.facts.get(per, ""))]


def _party_open(situation: Situation, clock: str) -> bool:
    """Whether it is not said yet which of several clocks of a kind is meant."""
    per = situation.history.table.clock_of[clock].per
    return bool(per) and situation.facts.get(per) is None


def _open_stands(situation: Situation, clock: str) -> list[tuple[str, str]]:
    """For each party that the clock stands for: the fact that names parties of its kind, and the party."""
    legs = situation.history.clock(clock)
    clocks = situation.history.table.clock_of
    return [
        (clocks[stand.no_longer_than].per, stand.key)
        for stand in (legs[-1].stands if legs else ())
        if stand.until is None and stand.key
    ]


def _title(situation: Situation, clock: str) -> str:
    return situation.history.table.clock_of[clock].title


def _over(situation: Situation, clock: str, *, surely: bool = False) -> tuple[bool, str]:
    """Whether a clock's last day (for hours its moment) lies before the move, and how to tell it."""
    per = situation.history.table.clock_of[clock].per
    legs = situation.history.clock(clock, str(situation.facts.get(per, "")) if per else "")
    if not legs:
        return False, "还没有起算"
    found = due(situation.history, legs[-1], situation.needs_counting(), situation.on)
    if found.day is None:
        return False, "没有定最后一日"
    if found.moment is not None:
        return situation.at > found.moment, f"到{told(found.day)}{found.moment:%H:%M}为止"
    if found.provisional:
        return situation.on > found.day and not surely, f"的最后一日暂计为{told(found.day)}"
    return situation.on > found.day, f"的最后一日是{told(found.day)}"
