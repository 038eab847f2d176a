"""What search costs: ``python benchmarks/site_search.py --items 300000``. Build, size, first pages with facets, upserts, memory.

The titles and numbers are the 32,147 real ones of the shared data set (with a place's name changed, as often as needed); the bodies
are put together from sentences of the 50 real documents there, 600 characters in the middle. ``--database URL`` measures on
PostgreSQL instead of SQLite. ``--tantivy FILE`` measures tantivy on the tokens of a database that was built before; it needs no
Django and runs in any environment that has tantivy.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "datasets"
PLACES = ("石桥", "柳河", "东平", "青石", "临江", "海源", "白水", "龙泉", "和平", "安定", "新河", "永宁")
GENRES = (
    "normative_documents",
    "other_documents",
    "announcements",
    "plans",
    "statistics",
    "interpretations",
    "budgets",
)
THEMES = ("", "农业", "教育", "卫生", "财政", "交通", "环境", "市场", "民政")
ORGANS, COLUMNS_EACH = 100, 10


def real() -> tuple[list[dict[str, str]], list[str]]:
    """The rows of real policies, and sentences of real documents."""
    with (DATA / "policy-items.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    sentences = []
    for line in (DATA / "policy-fulltext-50.jsonl").read_text(encoding="utf-8").splitlines():
        sentences += [
            each for each in re.split(r"(?<=[。；\n])", json.loads(line)["Body"] or "") if 6 < len(each) < 200
        ]
    return rows, sentences


def generated(count: int, seed: int = 4) -> Iterator[dict[str, Any]]:
    """``count`` items, oldest first: as they are in the data, then again with a place's name put in and other numbers."""
    rows, sentences = real()
    chance = random.Random(seed)
    for number in range(count):
        row = rows[number % len(rows)]
        title, written = row["title"].strip()[:190], row["doc_number"].strip()
        if number >= len(rows):
            place = chance.choice(PLACES)
            title = re.sub(r"^(.{2,4}?)(?:省|市)", place + "县", title, count=1)
            written = re.sub(r"\d+号", f"{number % 997 + 1}号", written)
        length, body = chance.lognormvariate(6.25, 0.6), [title]
        while length > 0:
            sentence = chance.choice(sentences)
            body.append(sentence)
            length -= len(sentence)
        try:
            signed = date.fromisoformat(row["issue_date"])
        except ValueError:
            signed = date(2015, 1, 1)
        yield {
            "title": " ".join(title.split()) or "无题",
            "document_number": written[:60],
            "signed_on": signed,
            "body": "".join(body),
            "organ": chance.randrange(ORGANS),
            "column": chance.randrange(COLUMNS_EACH),
            "genre": chance.choice(GENRES),
            "theme": chance.choice(THEMES),
            "expires_on": signed + timedelta(days=5 * 365) if chance.random() < 0.2 else None,
            "repealed_on": signed + timedelta(days=3 * 365) if chance.random() < 0.05 else None,
            "number": number,
        }


def build(count: int) -> dict[str, float]:
    """Items and their index in the site's database; what each took in seconds."""
    from django.db import connection, transaction

    from gongkai.publishing.search.numbers import whole  # noqa: F401 - loaded before the clock runs
    from gongkai.web.log.triggers import lifted as log_lifted
    from gongkai.web.operation.preparing import migrate
    from gongkai.web.organs.models import Organ
    from gongkai.web.publishing.models import Item, SiteColumn
    from gongkai.web.publishing.triggers import lifted
    from gongkai.web.search.documents import Source
    from gongkai.web.search.facets import Facets
    from gongkai.web.search.indexing import _write

    migrate()
    organs = [
        Organ(
            name=f"{PLACES[n % 12]}县第{n}局",
            short_name=f"第{n}局",
            code=f"organ-{n}",
            kind="department",
            level="county",
        )
        for n in range(ORGANS)
    ]
    for organ in organs:
        organ.save()
    columns = [
        [SiteColumn.objects.create(organ=organ, code=f"c{n}", title=f"栏目{n}") for n in range(COLUMNS_EACH)]
        for organ in organs
    ]
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA ignore_check_constraints=ON")
        connection.cursor().execute("PRAGMA synchronous=OFF")
    else:
        connection.cursor().execute("ALTER TABLE publishing_item DROP CONSTRAINT item_public_only_by_publication")
    started, taken = datetime(2010, 1, 1, tzinfo=UTC), {"信息": 0.0, "索引": 0.0}
    step = timedelta(days=5800) / count
    with log_lifted(connection), lifted(connection):
        batch: list[dict[str, Any]] = []

        def flush() -> None:
            begun = time.process_time()
            with transaction.atomic():
                items = Item.objects.bulk_create(
                    Item(
                        organ=organs[row["organ"]],
                        column=columns[row["organ"]][row["column"]],
                        title=row["title"],
                        genre=row["genre"],
                        theme=row["theme"],
                        document_number=row["document_number"],
                        signed_on=row["signed_on"],
                        expires_on=row["expires_on"],
                        repealed_on=row["repealed_on"],
                        repealed_by="废止" if row["repealed_on"] else "",
                        state="published",
                        published_at=started + step * row["number"],
                        revised_at=started + step * row["number"],
                        index_number=f"0042222{row['organ']:02d}/{2010 + row['number'] % 15}-{row['number']:07d}",
                    )
                    for row in batch
                )
            middle = time.process_time()
            with transaction.atomic():
                _write([_source(item, row["body"], Source, Facets) for item, row in zip(items, batch, strict=True)])
            taken["信息"] += middle - begun
            taken["索引"] += time.process_time() - middle
            batch.clear()

        for row in generated(count):
            batch.append(row)
            if len(batch) == 500:
                flush()
        flush()
    taken["整理"] = tidied()
    connection.cursor().execute("ANALYZE")
    return taken


def tidied() -> float:
    """The parts of the index put together, as after a rebuild: processor seconds."""
    from django.db import connection

    from gongkai.web.search.engines import engine_of

    begun, engine = time.process_time(), engine_of(connection)
    more = engine.tidy(500, whole=True)
    while more:
        more = engine.tidy(500)
    return time.process_time() - begun


def copied(times: int) -> float:
    """Every item so many times more, a minute's place further each (SQLite): processor seconds. Cheaper than cutting all again."""
    from django.db import connection

    begun = time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute("PRAGMA synchronous=OFF")
        for table, keys in (
            ("publishing_item", {"id": "id + {far}", "index_number": "index_number || '-{time}'"}),
            ("search_document", {"id": "id + {time}", "item_id": "item_id + {far}"}),
            ("search_words", {"document_id": "document_id + {time}"}),
        ):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            names = [each[0] for each in cursor.description]
            cursor.execute(
                f"CREATE TEMP TABLE base AS SELECT {'document_id' if table == 'search_words' else 'id'} AS k FROM {table}"
            )
            for number in range(1, times + 1):
                chosen = ", ".join(keys.get(name, name).format(far=number * 10_000_000, time=number) for name in names)
                key = "document_id" if table == "search_words" else "id"
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE {key} IN (SELECT k FROM base)"
                )
            cursor.execute("DROP TABLE base")
        cursor.execute("ANALYZE")
    return time.process_time() - begun


def _source(item: Any, body: str, source: Any, facets: Any) -> Any:
    return source(
        item_id=item.pk,
        published_at=item.published_at,
        title=item.title,
        numbers=(item.document_number, item.index_number, ""),
        about=(),
        text=body,
        facets=facets(
            item.organ_id, item.genre, item.theme, item.signed_on.year, (item.column_id,), bool(item.validity),
            None, item.expires_on, item.repealed_on, None,
        ),
    )  # fmt: skip


def queries(seed: int = 9) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """240 queries by kind, out of the real titles: frequent and rare words as they come."""
    import rjieba

    rows, sentences = real()
    chance = random.Random(seed)
    titles = [row["title"] for row in rows]

    def words(texts: list[str], longest: int = 6) -> list[str]:
        found = [word for text in texts for word in rjieba.cut(text, False)]
        return [word for word in found if 2 <= len(word) <= longest and re.fullmatch(r"[一-鿿]+", word)]

    known = words(titles)
    numbers = [row["doc_number"] for row in rows if re.search(r"〔\d{4}〕\d+号", row["doc_number"])]
    phrases = [
        title[place : place + 8] for title in chance.sample(titles, 60) if (place := max(0, len(title) // 2 - 4))
    ]

    def two() -> str:
        title = chance.choice(titles)
        found = words([title]) or ["通知"]
        return f"{chance.choice(found)} {chance.choice(found)}"

    filters: list[Callable[[], dict[str, str]]] = [
        lambda: {"organ": str(chance.randrange(1, ORGANS))},
        lambda: {"genre": chance.choice(GENRES)},
        lambda: {"year": str(chance.randrange(2005, 2023))},
        lambda: {"theme": chance.choice(THEMES[1:]), "genre": chance.choice(GENRES)},
        lambda: {"validity": "in_force", "organ": str(chance.randrange(1, ORGANS))},
        lambda: {"validity": "repealed"},
        dict,
    ]
    return {
        "一个词": [(chance.choice(known), {}) for _ in range(50)],
        "正文里的一个词": [(chance.choice(words(sentences)), {}) for _ in range(20)],
        "两个词": [(two(), {}) for _ in range(50)],
        "整句标题": [(chance.choice(titles)[:40], {}) for _ in range(20)],
        "词组（引号）": [(f'"{phrase}"', {}) for phrase in phrases[:25] if len(phrase) > 3],
        "文号": [(chance.choice(numbers).replace("〔", "[").replace("〕", "]"), {}) for _ in range(25)],
        "单个字": [(each, {}) for each in "粮水桥税路医学农车房"],
        "词加筛选": [(chance.choice(known), chance.choice(filters)()) for _ in range(20)],
        "只有筛选": [("", chance.choice(filters)()) for _ in range(20)],
        "去掉一个词": [(f"{chance.choice(known)} -通知", {}) for _ in range(10)],
    }


def measure(runs: int) -> tuple[dict[str, list[float]], dict[str, int], list[float]]:
    """Milliseconds of each first page by kind, processor time on SQLite; how many hits in all; and by the clock on the wall.

    On PostgreSQL the server does the work, so only the wall clock tells.
    """
    from django.db import connection

    from gongkai.web.search.backend import backend

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    search = backend()
    found: dict[str, list[float]] = {}
    hits: dict[str, int] = {}
    walls: list[float] = []
    asked = queries()
    for kind, each in asked.items():
        for typed, filters in each[:3]:
            search.search(typed, filters=filters)
        for typed, filters in each:
            times, by_wall = [], []
            for _ in range(runs):
                begun, wall = clock(), time.perf_counter()
                page = search.search(typed, filters=filters)
                times.append((clock() - begun) * 1000)
                by_wall.append((time.perf_counter() - wall) * 1000)
            walls.append(statistics.median(by_wall))
            found.setdefault(kind, []).append(statistics.median(times))
            if os.environ.get("SHOW"):
                print(f"{statistics.median(times):8.1f} {page.total:6} {kind} {typed} {filters}", file=sys.stderr)
            hits[kind] = hits.get(kind, 0) + page.total
    return found, hits, walls


def upserts(count: int = 100) -> list[float]:
    """Milliseconds (wall clock) of bringing one item up to date in a transaction of its own, as a publication does."""
    from django.db import connection, transaction

    from gongkai.web.publishing.models import Item
    from gongkai.web.search.documents import Source
    from gongkai.web.search.facets import Facets
    from gongkai.web.search.indexing import _write

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=FULL")
    _, sentences = real()
    chance = random.Random(1)
    times = []
    keys = list(Item.objects.values_list("pk", flat=True)[:: max(1, Item.objects.count() // count)][:count])
    for item in Item.objects.filter(pk__in=keys):
        body = "".join(chance.choices(sentences, k=15))
        begun = time.perf_counter()
        with transaction.atomic():
            _write([_source(item, body, Source, Facets)])
        times.append((time.perf_counter() - begun) * 1000)
    return times


def told(times: list[float]) -> str:
    """p50, p95, p99."""
    ordered = sorted(times)
    return " | ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.1f}" for part in (0.5, 0.95, 0.99))


def with_tantivy(database: Path) -> None:
    """The same documents in tantivy: build, size, first twenty with counts of six facets."""
    import sqlite3

    import tantivy

    schema = tantivy.SchemaBuilder()
    for name in ("title", "numbers", "keywords", "body", "marks"):
        schema.add_text_field(name, stored=False, tokenizer_name="whitespace")
    schema.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in ("organ", "genre", "theme", "year", "column"):
        schema.add_text_field(name, stored=False, fast=True, tokenizer_name="raw")
    folder = tempfile.mkdtemp(prefix="tantivy-")
    index = tantivy.Index(schema.build(), path=folder)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    source = sqlite3.connect(database)
    rows = source.execute("SELECT document_id, title, numbers, keywords, body, marks FROM search_words")
    begun = time.process_time()
    count = 0
    for key, title, numbers, keywords, body, marks in rows:
        said = {each[1]: each[2:] for each in marks.split()}
        writer.add_document(
            tantivy.Document(
                id=key, title=title, numbers=numbers, keywords=keywords, body=body, marks=marks,
                organ=said["o"], genre=said["g"], theme=said.get("t", "-"), year=said["y"], column=said["c"],
            )
        )  # fmt: skip
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    del writer  # 写锁只有一把
    print(f"tantivy：{count} 件，建成 {time.process_time() - begun:.0f} 秒（处理器）", end="，")
    size = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    print(f"{size / 2**20:.0f} MiB，常驻 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    index.reload()
    searcher = index.searcher()
    facets_wanted = {
        name: {"terms": {"field": name, "size": 200}} for name in ("organ", "genre", "theme", "year", "column")
    }
    print("| 检索 | p50 | p95 | p99 |\n|---|--:|--:|--:|")
    every: list[float] = []
    for kind, asked in queries().items():
        times = []
        for typed, filters in asked:
            words = re.findall(r"[一-鿿]+|\w+", typed)
            if kind in ("单个字",) or not words:
                text = " ".join(f"marks:={_M[k]}{v}" for k, v in filters.items() if k != "validity") or "*"
                text = " ".join(f'title:"{word}"' for word in words) or text.replace(":=", ':"=').replace(
                    " ", '" AND '
                ) + ('"' if filters and "validity" not in filters else "")
            else:
                parts = []
                for word in words:
                    paired = " ".join(word[n : n + 2] for n in range(len(word) - 1)) or word
                    tokens = " AND ".join(f'body:"{each}"' for each in _cut(word))
                    parts.append(f'(title:"{paired}"^8 OR ({tokens}))')
                text = " AND ".join(parts)
            try:
                query = index.parse_query(text or "*", ["title", "body"])
            except ValueError:
                query = tantivy.Query.all_query()
            best = 1e9
            for _ in range(3):
                begun = time.process_time()
                searcher.search(query, 20, count=True)
                searcher.aggregate(query, facets_wanted)
                best = min(best, (time.process_time() - begun) * 1000)
            times.append(best)
        every += times
        print(f"| {kind} | {told(times)} |")
    print(f"| 全部 | {told(every)} |")
    times = []
    for number in range(30):
        begun = time.perf_counter()
        writer = index.writer(heap_size=20_000_000, num_threads=1)
        writer.add_document(tantivy.Document(id=number, title="秋粮 收购", body="秋粮 收购 通知"))
        writer.commit()
        del writer
        times.append((time.perf_counter() - begun) * 1000)
    print(f"写入一件（墙钟毫秒 p50 | p95 | p99）：{told(times)}")


_M = {"organ": "o", "genre": "g", "theme": "t", "year": "y", "column": "c"}


def _cut(word: str) -> list[str]:
    import rjieba

    return [each for each in rjieba.cut(word, False) if each.strip()]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=32_147)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--home", default="", help="建在这里留着；已经建好的直接用")
    options.add_argument("--database", default="", help="DATABASE_URL，例如 postgres://…；不写用 SQLite")
    options.add_argument("--copies", type=int, default=0, help="建好以后每件再抄几遍（只用于 SQLite）")
    options.add_argument("--tantivy", default="", help="已经建好的 SQLite 文件：用里面的词建 tantivy 来比")
    chosen = options.parse_args()
    if chosen.tantivy:
        with_tantivy(Path(chosen.tantivy))
        return
    home = chosen.home or tempfile.mkdtemp(prefix="gongkai-search-")
    os.environ["GONGKAI_HOME"] = home
    if chosen.database:
        os.environ["DATABASE_URL"] = chosen.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    import django

    django.setup()
    from django.db import connection
    from timing import machine

    from gongkai.web.search.backend import backend

    print(
        f"{machine('django', 'rjieba')}；{connection.vendor} {connection.Database.sqlite_version if connection.vendor == 'sqlite' else connection.pg_version}\n"
    )
    stamp = Path(home) / "built.json"
    if stamp.exists():
        taken = json.loads(stamp.read_text())
    else:
        taken = build(chosen.items)
        stamp.write_text(json.dumps(taken))
    if chosen.copies:
        from gongkai.web.publishing.triggers import lifted

        with lifted(connection):
            print(f"每件另抄 {chosen.copies} 遍：{copied(chosen.copies):.0f} 秒，整理 {tidied():.0f} 秒（处理器）\n")
    gc.collect()
    documents, size = backend().size()
    print(
        f"{documents} 件，共占 {size / 2**20:.0f} MiB；建 {chosen.items} 件的索引 {taken['索引']:.0f} 秒，"
        f"整理 {taken['整理']:.0f} 秒（处理器）\n"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, load = time.perf_counter(), os.getloadavg()[0]
    found, hits, walls = measure(chosen.runs)
    print(
        f"{'处理器' if connection.vendor == 'sqlite' else '墙钟'}毫秒，每次检索 {chosen.runs} 遍取中位；"
        f"负载 {load:.1f}～{os.getloadavg()[0]:.1f}，共 {time.perf_counter() - begun:.0f} 秒\n"
    )
    print("| 检索 | 次数 | 平均命中 | p50 | p95 | p99 |\n|---|--:|--:|--:|--:|--:|")
    for kind, times in found.items():
        print(f"| {kind} | {len(times)} | {hits[kind] // len(times)} | {told(times)} |")
    every = [each for times in found.values() for each in times]
    print(f"| 全部 | {len(every)} | | {told(every)} |")
    print(f"| 全部，墙钟 | {len(walls)} | | {told(walls)} |\n")
    print(f"更新一件（墙钟毫秒，p50 | p95 | p99）：{told(upserts())}")
    print(f"常驻内存最多 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB（检索前 {before // 1024} MB）")


if __name__ == "__main__":
    main()
