"""Screening before release: recall and false alarms on the labelled sentences, on real policy texts and titles, and speed.

    .venv/bin/python benchmarks/screening.py [folder of policy-fulltext-50.jsonl and policy-items.csv]

Prints the tables of docs/performance.md. Numbers put into the real texts are made up, valid by their check digits.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]
# 路径设好以后才找得到的，只能在它后面导入（E402）

from timing import machine, milliseconds  # noqa: E402

from gongkai.checks.detecting import detect  # noqa: E402
from gongkai.checks.hits import kinds  # noqa: E402
from gongkai.checks.words import Word, Words, shipped  # noqa: E402
from gongkai.publishing.screening import screened  # noqa: E402
from tests.screening_sentences import sentences, tally  # noqa: E402

DAY = date(2026, 11, 22)
WORDS = Words(shipped())
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_AREAS = [
    "110105",
    "310104",
    "370602",
    "420204",
    "321283",
    "440306",
    "510107",
    "610102",
    "350203",
    "130102",
    "230103",
    "450103",
    "141102",
]


def labelled() -> None:
    """Per kind on both sets."""
    sets = [tally(each for each in sentences() if each.held_out == held) for held in (False, True)]
    print("| 种类 | 调试组 找到/应找到 | 误报 | 留出组 找到/应找到 | 误报 |\n|---|--:|--:|--:|--:|")
    for key, kind in kinds().items():
        if any(each.wanted[key] or each.false[key] for each in sets):
            cells = " | ".join(f"{each.found[key]}/{each.wanted[key]} | {each.false[key]}" for each in sets)
            print(f"| {kind.title} | {cells} |")
    totals = " | ".join(
        f"{sum(each.found.values())}/{sum(each.wanted.values())} | {sum(each.false.values())}" for each in sets
    )
    counts = "、".join(f"{sum(each.held_out == held for each in sentences())}句" for held in (False, True))
    print(f"| 合计（{counts}） | {totals} |\n")


def real(texts: list[str]) -> None:
    """What is told of real texts that were published, by gravity and kind."""
    told = Counter((hit.severity.value, hit.kind) for text in texts for hit in detect(text, day=DAY, words=WORDS))
    print(f"{len(texts)}篇，{sum(map(len, texts))}字：", dict(sorted(told.items())))


def injected(texts: list[str], count: int = 200) -> None:
    """Recall of valid numbers put after a punctuation mark of a real text, without any words about them."""
    dice, wanted, found = random.Random(20261122), Counter[str](), Counter[str]()
    makers = {"identity_number": identity, "credit_code": credit, "mobile": mobile, "bank_card": card}
    for turn in range(count):
        kind = list(makers)[turn % len(makers)]
        text, number = dice.choice(texts), makers[kind](dice)
        places = [place + 1 for place, char in enumerate(text) if char in "，。；、\n"] or [len(text)]
        place = dice.choice(places)
        spoiled = text[:place] + number + "，" + text[place:]
        hits = detect(spoiled, day=DAY, words=WORDS)
        wanted[kind] += 1
        found[kind] += any(hit.kind == kind and (hit.start, hit.end) == (place, place + len(number)) for hit in hits)
    print(f"放进{count}个：", {kind: f"{found[kind]}/{wanted[kind]}" for kind in makers})


def titles(path: Path) -> None:
    """What is told of real titles."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            next((row[name] for name in ("title", "Title", "标题") if row.get(name)), "")
            for row in csv.DictReader(file)
        ]
    told = Counter[tuple[str, str]]()
    shown: list[str] = []
    for row in rows:
        for hit in detect(row, day=DAY, words=WORDS):
            told[hit.severity.value, hit.kind] += 1
            if hit.severity != "notice":
                shown.append(f"{hit.kind}：{row[hit.start : hit.end]}（{row[:40]}）")
    print(f"{len(rows)}个标题：", dict(sorted(told.items())))
    for line in random.Random(1).sample(shown, min(12, len(shown))):
        print("   ", line)


def speed(texts: list[str]) -> None:
    """Milliseconds for 10,000 characters, and for finding 5,000 words in 100 KB."""
    text = ("\n".join(texts) or "认真贯彻落实全县农业农村工作会议精神，现将有关事项通知如下。\n" * 2000)[:60_000]
    body = "".join(f"<p>{line}</p>" for line in text.replace("&", "").replace("<", "").splitlines())
    dice = random.Random(5)
    many = Words(
        [
            *shipped(),
            *(
                Word("".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(dice.randint(2, 6))))
                for _ in range(5_000)
            ),
        ]
    )
    bytes_100k = text.encode()[:100_000].decode(errors="ignore")
    taken = milliseconds(
        {
            "detect": lambda: list(detect(text, day=DAY, words=WORDS)),
            "screened": lambda: screened(title="题", body_html=body, day=DAY, words=WORDS),
            "words": lambda: list(many.find(bytes_100k)),
        },
        7,
    )
    tens = len(text) / 10_000
    print(f"每万字：检测 {taken['detect'] / tens:.1f} ms，连同解析正文、对位 {taken['screened'] / tens:.1f} ms")
    print(
        f"{len(many)}个词找遍{len(bytes_100k.encode()) / 1000:.0f} KB（{len(bytes_100k)}字）：{taken['words']:.1f} ms"
    )


def identity(dice: random.Random) -> str:
    """A made-up identity number."""
    number = f"{dice.choice(_AREAS)}{dice.randint(1940, 2015)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{dice.randint(1, 999):03}"
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True))
    return number + "10X98765432"[total % 11]


def credit(dice: random.Random) -> str:
    """A made-up credit code of a company."""
    code = f"91{dice.choice(_AREAS)}" + "".join(dice.choice(_CODE) for _ in range(9))
    total = sum(_CODE.index(char) * pow(3, place, 31) for place, char in enumerate(code))
    return code + _CODE[-total % 31]


def mobile(dice: random.Random) -> str:
    """A made-up mobile number."""
    return f"1{dice.choice('3456789')}{dice.randint(0, 999_999_999):09}"


def card(dice: random.Random) -> str:
    """A made-up number of a bank card."""
    number = dice.choice(["622848", "621700", "622202", "621661"]) + f"{dice.randint(0, 10**12 - 1):012}"
    total = sum(
        value - 9 if (value := int(digit) * (2 - place % 2)) > 9 else value
        for place, digit in enumerate(reversed(number))
    )
    return number + str(-total % 10)


def read(path: Path) -> Iterator[str]:
    """Title and body of each text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield f"{row['Title']}\n{row['Body'] or ''}"


def main() -> None:
    """Print everything."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "datasets"
    print(machine("lxml", "python-stdnum"))
    labelled()
    texts = list(read(folder / "policy-fulltext-50.jsonl")) if (folder / "policy-fulltext-50.jsonl").exists() else []
    if texts:
        real(texts)
        injected(texts)
    if (folder / "policy-items.csv").exists():
        titles(folder / "policy-items.csv")
    speed(texts)


if __name__ == "__main__":
    main()
