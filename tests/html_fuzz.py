"""Damaged web pages without end: ``python tests/html_fuzz.py --count 20000`` reads mutated pages and says what went wrong.

Only ``Unreadable`` may come out of the reader; anything else, and every page that takes longer than ``SLOW`` seconds, is reported.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator

import html_pages
from makers import made_report

from gongkai.documents.html import read_html
from gongkai.documents.model import Unreadable

SLOW = 1.0
PIECES = [
    *(
        f"<{tag}>".encode()
        for tag in str.split(
            "table tr td th tbody thead tfoot div p span b a br form select option template svg math noscript pre"
        )
    ),
    *(f"</{tag}>".encode() for tag in str.split("table tr td div p span body html script style title a b form")),
    *(
        b"<!--",
        b"-->",
        b"<script>",
        b"<style>",
        b"<title>",
        b"<textarea>",
        b"<![CDATA[",
        b"<?xml?>",
        b"<!DOCTYPE html>",
        b"<plaintext>",
    ),
    *(
        b'<td colspan="99999999999999999999">',
        b'<td rowspan="-1">',
        b"<td colspan=''>",
        b'<div style="display:none">',
        b"<p hidden>",
    ),
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\x81",
        "　".encode(),
        b"&#0;",
        b"&#x110000;",
        b"&nbsp",
        b"&",
        b"<",
        b">",
        b'"',
        b"'",
        b"=",
        b"/",
    ),
    *(
        b'<meta charset="utf-16">',
        b'<meta charset="gb2312">',
        b"<frameset>",
        b"<iframe src=a.pdf>",
        b'<input value="7">',
        b"<a href=a.pdf>",
    ),
    *("二、主动公开政府信息情况|第二十条第（一）项|当前位置：首页|上一篇：无|索引号：".encode().split(b"|")),
]


def seeds() -> list[bytes]:
    """Pages of every kind to start from."""
    found = []
    for number, form in enumerate(("2021", "2019")):
        report = made_report(form, seed=number)
        found += [
            make(report)
            for make in (
                html_pages.clean_page,
                html_pages.broken_page,
                html_pages.gb18030_page,
                html_pages.furnished_page,
            )
        ]
    word = html_pages.word_page(made_report(seed=3))
    middle = word.index(b'class="MsoNormalTable')
    return [*found, word[:20_000], word[middle - 200 : middle + 15_000], found[0].decode().encode("utf-16"), b"<p>1"]


def mutated(page: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """The page with up to twelve faults."""
    data = bytearray(page)
    for _ in range(dice.randrange(1, 13)):
        at = dice.randrange(len(data) + 1)
        end = min(len(data), at + int(dice.paretovariate(0.7)))
        kind = dice.randrange(9)
        if kind == 0:
            del data[at:end]
        elif kind == 1:
            data[at:at] = dice.choice(PIECES)
        elif kind == 2:
            data[at:at] = data[at:end]
        elif kind == 3 and data:
            data[at % len(data)] = dice.randrange(256)
        elif kind == 4:
            data[at:end] = dice.choice(PIECES) * dice.choice((1, 1, 2, 40))
        elif kind == 5:
            other = dice.choice(others)
            start = dice.randrange(len(other))
            data[at:end] = other[start : start + dice.randrange(1, 4000)]
        elif kind == 6 and dice.random() < 0.2:
            del data[at:]
        elif kind == 7:
            data[at:end] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 20)))
        elif kind == 8:
            found = data.find(b"<", at)
            if found >= 0:
                close = data.find(b">", found)
                del data[found : close + 1 if close >= 0 else len(data)]
    return bytes(data)


def inputs(count: int, seed: int = 0) -> Iterator[bytes]:
    dice = random.Random(seed)
    pages = seeds()
    for _ in range(count):
        yield mutated(dice.choice(pages), dice, pages)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    refused, wrong, times = 0, 0, []
    for number, page in enumerate(inputs(chosen.count, chosen.seed)):
        start = time.perf_counter()
        try:
            read_html(page)
        except Unreadable:
            refused += 1
        except Exception as problem:  # what the fuzzer looks for
            wrong += 1
            print(f"#{number}: {type(problem).__name__}: {problem}")
        times.append(time.perf_counter() - start)
        if times[-1] > SLOW:
            wrong += 1
            print(f"#{number}: {times[-1]:.1f} s, {len(page)} bytes")
    print(
        f"{chosen.count} pages, {refused} refused, {wrong} wrong, median {statistics.median(times) * 1000:.1f} ms, longest {max(times):.2f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
