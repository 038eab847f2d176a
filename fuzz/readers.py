"""Spoil valid files at random and read them: a report or a sentence may come out, nothing else.

Seeds are made-up reports in every format; mutations work on the bytes, on the parts inside zip containers and on tokens that
readers stumble over. Run it as a command for minutes; the tests run a short form.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import resource
import signal
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

MEMORY = 2 * 1024**3
LIMIT_SECONDS = 10
"""Seconds of processor time for one input, so that a busy machine blames no reader."""
LIMIT_WAITING = 120
"""Seconds by the clock, for an input that waits and does not work."""
TOKENS = (
    b"<table>", b"<td rowspan=99999 colspan=99999>", b"</table>", b"<tr>", b"<div>" * 200, b"&#xFFFFFF;", b"<!--", b"]]>", b"<![CDATA[",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"\x00", b"\xff\xfe", b"999999999999999999999", b"-1", b"0" * 400, b"|" * 300, b"\t" * 300,
    "一、总体情况".encode(), "四、结转下年度继续办理".encode(), "（七）总计".encode(), "①".encode(), b"stream\r\n", b"endobj", b"/Length 99999999",
    b"<w:tbl>", b"<w:gridSpan w:val='99999'/>", b"{" * 500, b"[" * 500, b'"', b"\\u0000", b"1e999", b"NaN",
)  # fmt: skip


def seeds(reader: str) -> list[tuple[str, bytes]]:
    """Names and bytes of valid files that ``reader`` is given, spoilt."""
    from makers import made_report
    from text_layouts import LAYOUTS, glued

    from gongkai.annualreport.writing import write
    from gongkai.demo import sources

    reports = [made_report("2021", seed=1), made_report("2019", seed=2, year=2020)]
    if reader == "text":
        layouts = [*LAYOUTS.values(), glued]
        found = [("年报.txt", layout(report).encode()) for report in reports for layout in layouts]
        return [*found, ("年报.txt", found[0][1].decode().encode("gb18030"))]
    if reader == "doc":
        from office_files import laid_out
        from office_word97 import doc_of

        return [("年报.doc", doc_of(laid_out(report))) for report in reports]
    ending = {"markdown": "md"}.get(reader, reader)
    found = [(f"年报.{ending}", write(report, ending)) for report in reports]
    found.extend((path.name, path.read_bytes()) for path in sources() if path.suffix == f".{ending}")
    return found


READERS = ("text", "markdown", "html", "docx", "pdf", "xlsx", "json", "doc", "ofd")


def spoil(data: bytes, dice: random.Random) -> bytes:
    """One spoilt copy; a zip container is spoilt inside half of the time."""
    if data[:2] == b"PK" and dice.random() < 0.7:
        return _spoil_part(data, dice)
    return _spoil_bytes(data, dice)


def _spoil_bytes(data: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        at = dice.randrange(len(spoilt) + 1)
        kind = dice.randrange(7)
        if kind == 0 and spoilt:
            spoilt[min(at, len(spoilt) - 1)] = dice.randrange(256)
        elif kind == 1:
            del spoilt[at : at + dice.choice((1, 3, 40, 400))]
        elif kind == 2:
            spoilt[at:at] = dice.choice(TOKENS)
        elif kind == 3:
            other = dice.randrange(len(spoilt) + 1)
            spoilt[at:at] = spoilt[other : other + dice.choice((8, 80, 800))]
        elif kind == 4 and dice.random() < 0.3:
            del spoilt[at:]
        elif kind == 5:
            spoilt[at : at + 4] = bytes(dice.randrange(256) for _ in range(4))
        elif kind == 6:
            other = dice.randrange(len(spoilt) + 1)
            low, high = sorted((at, other))
            middle = low + dice.randrange(high - low + 1)
            spoilt[low:high] = spoilt[middle:high] + spoilt[low:middle]
    return bytes(spoilt)


def _spoil_part(data: bytes, dice: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [(name, packed.read(name)) for name in packed.namelist()]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return _spoil_bytes(data, dice)
    chosen = dice.randrange(len(parts))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, part) in enumerate(parts):
            if number == chosen and dice.random() < 0.1:
                continue
            packed.writestr(name, _spoil_bytes(part, dice) if number == chosen else part)
    return made.getvalue()


class Hang(Exception):
    """An input took longer than its limit."""


def inputs(reader: str, seed: int) -> Iterator[tuple[str, bytes]]:
    """Spoilt files without end, the same for the same seed."""
    dice = random.Random(f"{reader}:{seed}")
    originals = seeds(reader)
    while originals:
        name, data = dice.choice(originals)
        for _ in range(dice.choice((1, 1, 2))):
            data = spoil(data, dice)
        yield name, data


def attempt(name: str, data: bytes) -> str | None:
    """Read and check one input; None when all went as it should, else what broke."""
    from gongkai.annualreport.checks.engine import check
    from gongkai.annualreport.model import report_json
    from gongkai.annualreport.reading.reader import read_report
    from gongkai.documents.model import Unreadable

    try:
        report = read_report(data, name)
        report_json(report)
        check(report)
    except Unreadable as refusal:
        return None if refusal.message else "拒绝时没有说明"
    except Hang:
        return f"用了{LIMIT_SECONDS}秒处理器，或者等了{LIMIT_WAITING}秒"
    except MemoryError:
        return "内存超限"
    except Exception:
        return traceback.format_exc()
    return None


def run(
    reader: str, *, seconds: float | None = None, count: int | None = None, seed: int = 0
) -> tuple[int, dict[str, bytes]]:
    """Read spoilt files for a time or a number of them: how many were read, and the inputs that broke it by what broke."""
    broke: dict[str, bytes] = {}
    done = 0
    started = time.monotonic()
    previous = [(each, signal.signal(each, _hang)) for each in (signal.SIGALRM, signal.SIGPROF)]
    try:
        for name, data in inputs(reader, seed):
            if (count is not None and done >= count) or (seconds is not None and time.monotonic() - started > seconds):
                break
            _allow(LIMIT_SECONDS, LIMIT_WAITING)
            problem = attempt(name, data)
            _allow(0, 0)
            done += 1
            if problem is not None:
                broke.setdefault(problem, data)
    finally:
        _allow(0, 0)
        for each, handler in previous:
            signal.signal(each, handler)
    return done, broke


def _allow(working: int, waiting: int) -> None:
    signal.setitimer(signal.ITIMER_PROF, working)
    signal.alarm(waiting)


def _hang(*_: object) -> None:
    raise Hang


def _child(reader: str, seconds: float, seed: int, send: Callable[[object], None]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    done, broke = run(reader, seconds=seconds, seed=seed)
    send((done, broke, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def main() -> int:
    parser = argparse.ArgumentParser(description="把报告随机改坏，再读。")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--reader", choices=READERS, action="append")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    status = 0
    for reader in options.reader or READERS:
        receive, send = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=_child, args=(reader, options.seconds, options.seed, send.send))
        process.start()
        told = receive.recv() if receive.poll(options.seconds + 120) else None
        process.join(5)
        process.kill()
        if told is None:
            print(f"{reader}: 进程没有回答（崩溃或者卡住），种子 {options.seed}")
            status = 1
            continue
        done, broke, peak = told
        print(f"{reader}: {done} 份输入，{len(broke)} 种失败，峰值内存 {peak} MB，种子 {options.seed}")
        for number, (problem, data) in enumerate(broke.items()):
            status = 1
            (HERE / "found").mkdir(exist_ok=True)
            (HERE / "found" / f"{reader}-{options.seed}-{number}").write_bytes(data)
            print("  ", problem.strip().splitlines()[-1])
    return status


if __name__ == "__main__":
    raise SystemExit(main())
