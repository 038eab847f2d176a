"""What was typed, understood: words, phrases in quotes, words with a minus, numbers. Whatever is typed means something or nothing.

Words are looked for together (AND). A term that the lexicon knows (synonyms, names of organs) stands for its equals as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.publishing.search.expressions import ALL, EXACT, Expression, Term, Without, both, either
from gongkai.publishing.search.normal import normal
from gongkai.publishing.search.numbers import compact, document_number_of, is_code, serial_of, whole
from gongkai.publishing.search.tokens import cited_token, exact_tokens, is_asking, is_han, pairs, pieces, query_words

LONGEST = 100
"""Characters of a query that are read."""
MOST_UNITS = 12
"""Words of a query that are looked for; further ones are left out."""
_PART = re.compile(
    r'(?P<minus>(?<!\S)[-－])?(?:["“”„]\s*(?P<quoted>[^"“”„]+?)\s*["“”„]|(?P<word>[^\s"“”„、，,；;。？?！!]+))'
)
_NUMBER_IN = re.compile(r"(\S{1,20}?)\s*([〔\[(【［]\s*\d{4}\s*[〕\])】］])\s*(第?\s*\d{1,6}\s*号?)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon knows of a term: ``equals`` that are looked for with it, ``marks`` (an organ) that it also stands for."""

    equals: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


Lexicon = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing looked for: ``text`` as it was typed (normal form); ``phrase``: these very characters."""

    text: str
    known: Known = Known()
    phrase: bool = False
    number: tuple[str, int, int] | None = None

    def anywhere(self) -> Expression:
        """In whatever column."""
        if self.number:
            organ, year, serial = self.number
            cited = [Term((cited_token(year, serial),), ("body",)), *(_word(word) for word in query_words(organ))]
            return either([Term((whole(*self.number),), ("numbers",)), both(cited), _exactly(self.text, EXACT)])
        found = [_anywhere(text) for text in (self.text, *self.known.equals)]
        return either([*found, *(Term((mark,), ("marks",)) for mark in self.known.marks)])

    def within(self, columns: tuple[str, ...]) -> Expression:
        """In the given columns, among which is no body."""
        if self.number:
            return Term((whole(*self.number),), columns)
        found = [_exactly(text, columns) for text in (self.text, *self.known.equals)]
        marks = [Term((mark,), ("marks",)) for mark in self.known.marks] if "keywords" in columns else []
        return either([*found, *marks])

    def shown(self) -> tuple[str, ...]:
        """The words to mark in what is shown."""
        if self.number:
            return (self.text,)
        return (self.text, *self.known.equals)


@dataclass(frozen=True, slots=True)
class Query:
    """``wanted`` all together, ``unwanted`` none of them; ``chunks``: what was typed between blanks, for titles that say just that."""

    typed: str = ""
    wanted: tuple[Unit, ...] = ()
    unwanted: tuple[Unit, ...] = ()
    chunks: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def phrases(self) -> tuple[Unit, ...]:
        """What must stand in the text just so, which the index alone cannot tell of long texts."""
        return tuple(unit for unit in self.wanted if unit.phrase and len(exact_tokens(unit.text)) > 1)

    def expression(self) -> Expression | None:
        """What is asked of the index; None when only unwanted words were typed, or nothing."""
        if not self.wanted:
            return None
        return self._but(both([unit.anywhere() for unit in self.wanted]))

    def unwanted_expression(self) -> Expression | None:
        """What must not be; None when nothing must not."""
        return either([unit.anywhere() for unit in self.unwanted]) if self.unwanted else None

    def tiers(self) -> Iterator[Expression]:
        """What is asked for first: the number itself or a title that says just that, titles, numbers, keywords; then all the rest."""
        if not self.wanted:
            return
        just = [
            Term((whole(*unit.number),), ("numbers",)) for unit in self.wanted if unit.number and len(self.wanted) == 1
        ]
        if len(self.chunks) == 1 and is_code(self.chunks[0]):
            just.append(Term((compact(self.chunks[0]),), ("numbers",)))
        said = [expression for chunk in self.chunks if (expression := _exactly(chunk, ("title",)))]
        yield (
            self._but(either([*just, *([both(said)] if said else [])]))
            if just or said
            else self._but(both([unit.within(("title",)) for unit in self.wanted]))
        )
        for columns in (("title",), ("title", "numbers"), ("title", "numbers", "keywords")):
            yield self._but(both([unit.within(columns) for unit in self.wanted]))

    def _but(self, wanted: Expression) -> Expression:
        unwanted = self.unwanted_expression()
        return Without(wanted, unwanted) if unwanted else wanted


def understand(typed: str, lexicon: Lexicon | None = None) -> Query:
    """What a query means. Never fails: what means nothing is left out.

    >>> [unit.text for unit in understand("低保标准 -农村").wanted]
    ['低保', '标准']
    """
    known = lexicon or {}
    plain = normal(typed.replace("\x00", " ")[:LONGEST])
    plain = "".join(" " if each.isspace() or not each.isprintable() else each for each in plain)
    joined = _NUMBER_IN.sub(lambda found: re.sub(r"\s", "", found[0]), plain)
    wanted: list[Unit] = []
    unwanted: list[Unit] = []
    chunks: list[str] = []
    for part in _PART.finditer(joined):
        if part["quoted"]:
            units = [Unit(part["quoted"].strip(), phrase=True)] if pieces(part["quoted"]) else []
        else:
            units = list(_units(part["word"], known))
        if part["minus"]:
            unwanted += units
        elif units:
            wanted += units
            chunks.append(part["quoted"] or part["word"])
    if any(not _asks(unit) for unit in wanted):
        wanted = [unit for unit in wanted if not _asks(unit)]
    return Query(
        " ".join(plain.split()),
        tuple(dict.fromkeys(wanted))[:MOST_UNITS],
        tuple(dict.fromkeys(unwanted))[:MOST_UNITS],
        tuple(chunk for chunk in chunks if pieces(chunk))[:MOST_UNITS],
    )


def _asks(unit: Unit) -> bool:
    return not unit.phrase and is_asking(unit.text)


def _units(word: str, lexicon: Lexicon) -> Iterator[Unit]:
    number = document_number_of(word)
    if number:
        yield Unit(word, number=number)
        return
    serial = serial_of(word)
    if serial is not None:
        yield Unit(f"{serial}号")
        return
    if is_code(word):
        yield Unit(word)
        return
    for piece in _with_numbers(word):
        if piece[0].isdigit() and not is_han(piece):
            yield Unit(piece)
        elif is_han(piece):
            for text, known in _terms(piece, lexicon):
                if known:
                    yield Unit(text, Known(tuple(each for each in known.equals if each != text), known.marks))
                else:
                    yield from (Unit(each) for each in query_words(text))
        else:
            yield Unit(piece, lexicon.get(piece, Known()))


def _with_numbers(word: str) -> Iterator[str]:
    """The pieces of a word; a number keeps the characters that count with it (12号, 500万元)."""
    found = pieces(word)
    place = 0
    while place < len(found):
        piece = found[place]
        after = found[place + 1] if place + 1 < len(found) else ""
        if piece[-1].isdigit() and after and is_han(after):
            counted = re.match(r"号|年|月|日|条|个|件|人|户|亩|元|[万亿千百]元?|[万亿]?吨|平方", after)
            if counted:
                yield piece + counted[0]
                if after[counted.end() :]:
                    yield after[counted.end() :]
                place += 2
                continue
        yield piece
        place += 1


def _terms(run: str, lexicon: Lexicon) -> Iterator[tuple[str, Known | None]]:
    """The run cut at the terms that the lexicon knows, the longest first."""
    place, left = 0, 0
    while place < len(run):
        term = next((run[place:end] for end in range(len(run), place + 1, -1) if run[place:end] in lexicon), "")
        if not term:
            place += 1
            continue
        if left < place:
            yield run[left:place], None
        yield term, lexicon[term]
        place += len(term)
        left = place
    if left < len(run):
        yield run[left:], None


def _anywhere(text: str) -> Expression:
    """A text wherever it stands: in titles and the like just so, in long texts by its words."""
    if is_code(text):
        parts: list[Expression] = [Term((piece,)) for piece in pieces(text)]
        return either([Term((compact(text),), ("numbers",)), both(parts)])
    if _counts(text):
        return either([_exactly(text, (*EXACT, "numbers")), *_counted(text)])
    words = [word for piece in pieces(text) for word in (query_words(piece) if is_han(piece) else [piece])]
    if len(words) == 1:
        return (
            _word(words[0]) if words[0] == "".join(pieces(text)) else either([_exactly(text, EXACT), _word(words[0])])
        )
    return either([_exactly(text, EXACT), both([_word(word) for word in words])])


def _counts(text: str) -> bool:
    return text[:1].isdigit() and is_han(text[-1:])


def _counted(text: str) -> list[Expression]:
    """A number with what it counts, in long texts: 12号, 500万元 stand there as one."""
    digits, *rest = pieces(text)
    return [Term((digits + "".join(rest)[:2],), ("body", "numbers"))] if rest else []


def _word(word: str) -> Expression:
    """One word: two characters are the same token in all columns, longer ones are pairs in titles and one token in texts."""
    if not is_han(word) or len(word) <= 2:
        return Term((word,))
    return either([_exactly(word, EXACT), Term((word,), ("body",))])


def _exactly(text: str, columns: tuple[str, ...]) -> Expression:
    """These characters, one after the other, in columns that hold every pair and every character."""
    found = pieces(text)
    if is_code(text) and "numbers" in columns:
        return either([Term((compact(text),), ("numbers",)), both([Term((piece,), columns) for piece in found])])
    if all(is_han(piece) for piece in found):
        # 标点隔开的各段分别找
        return both([Term(tuple(pairs(piece)), columns) for piece in found])
    if _counts(text) and "numbers" in columns:
        written = tuple(token for piece in found for token in (piece if is_han(piece) else (piece,)))
        return either([Term((text,), ("numbers",)), Term(written, columns)])
    single = Term(tuple(token for piece in found for token in (piece if is_han(piece) else (piece,))), columns)
    # 成对的字少见得多，先按它们找
    paired = [Term(tuple(pairs(piece)), columns) for piece in found if is_han(piece) and len(piece) > 1]
    return both([*paired, single])


__all__ = ["ALL", "LONGEST", "Known", "Lexicon", "Query", "Unit", "understand"]
