"""Requests per processor second of a list and a page of the portal: made anew, kept, and written as files; against Wagtail on demand.

    python benchmarks/portal_pages.py --items 20000
    python benchmarks/portal_pages.py --items 20000 --wagtail build/wagtail      # installs Wagtail there, unless it is there

Pages made anew share what is kept by the stamp of everything public (``portal.kept``); they are measured without it too.
Each side is asked through its WSGI application in one thread, with all its middleware and the opening and closing of the
database that a request costs, without a network between. The files are served by WhiteNoise, which is Python too; a web
server such as nginx does it for less. Rounds of both sides alternate.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from timing import machine

HERE = Path(__file__).resolve().parent
BODY = (
    "<p>各乡镇人民政府，各有关单位：</p>"
    + "<p>现将有关事项通知如下，请结合实际认真贯彻执行。粮食收购、仓储、调运各环节要落实责任。</p>" * 12
)


def title_of(number: int) -> str:
    """As long as such titles are."""
    return f"青石县人民政府关于做好第{number}号农业农村重点工作有关事项的通知"


def fill(count: int) -> tuple[str, str]:
    """One organ with ten columns and so many public items, each with its wording; the addresses of a list and of a page."""
    from django.db import connection

    from gongkai.web.accounts.models import Person
    from gongkai.web.operation.preparing import collect_static, migrate
    from gongkai.web.organs.models import Organ
    from gongkai.web.publishing.models import Item, Publication, Review, SiteColumn, Version, Wording
    from gongkai.web.publishing.stamps import turn
    from gongkai.web.publishing.triggers import lifted

    migrate()
    collect_static()
    organ = Organ(code="nongye", name="青石县农业农村局", short_name="县农业农村局", kind="department", level="county")
    organ.save()
    person = Person(username="bench", name="性能测试")
    person.save()
    columns = [SiteColumn.objects.create(organ=organ, code=f"c{n}", title=f"栏目{n}") for n in range(10)]
    connection.cursor().execute("PRAGMA ignore_check_constraints=ON")
    began, kinds = (
        datetime(2012, 1, 1, tzinfo=UTC),
        ("normative_documents", "announcements", "services", "interpretations"),
    )
    with lifted(connection):
        for start in range(0, count, 2000):
            numbers = range(start, min(start + 2000, count))
            at = {n: began + timedelta(hours=5 * n) for n in numbers}
            items = Item.objects.bulk_create(
                Item(
                    organ=organ, column=columns[n % 10], title=title_of(n), genre=kinds[n % 4], document_number=f"青农发〔{at[n].year}〕{n}号",
                    signed_on=at[n].date(), state="published", published_at=at[n], revised_at=at[n], index_number=f"004222201/{at[n].year}-{n:07d}",
                )
                for n in numbers
            )  # fmt: skip
            versions = Version.objects.bulk_create(
                Version(organ=organ, item=each, number=1, state="published") for each in items
            )
            wordings = Wording.objects.bulk_create(
                Wording(version=version, number=1, column=item.column, title=item.title, body_html=BODY, genre=item.genre, author=person, sha256="0" * 64)
                for item, version in zip(items, versions, strict=True)
            )  # fmt: skip
            reviews = Review.objects.bulk_create(
                Review(wording=each, stage="office", conclusion="cleared", opinion="同意", basis="第二十条", reviewer=person, at=began) for each in wordings
            )  # fmt: skip
            publications = Publication.objects.bulk_create(
                Publication(review=review, version=version, conclusion="cleared", published_at=item.published_at)
                for item, version, review in zip(items, versions, reviews, strict=True)
            )
            for item, publication in zip(items, publications, strict=True):
                item.current = publication
            Item.objects.bulk_update(items, ["current"], batch_size=500)
    turn(organ)
    connection.cursor().execute("ANALYZE")
    middle = Item.objects.order_by("pk")[count // 2]
    connection.close()
    return "/nongye/catalogue/", middle.get_absolute_url()


def asking(application: Any, path: str, **headers: str) -> Callable[[], int]:
    """A call that asks a WSGI application for a page and reads it whole; the number of bytes."""

    def ask() -> int:
        environ = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
            "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False, **headers,
        }  # fmt: skip
        told: list[str] = []
        answer = application(environ, lambda status, headers, info=None: told.append(status))
        size = sum(len(part) for part in answer)
        getattr(answer, "close", lambda: None)()
        if told[0][:3] not in ("200", "304"):
            raise SystemExit(f"{path}: {told[0]}")
        return size

    return ask


def per_second(ask: Callable[[], int], seconds: float) -> float:
    """How often in a processor second."""
    for _ in range(3):
        ask()
    begun, count = time.process_time(), 0
    while (taken := time.process_time() - begun) < seconds:
        ask()
        count += 1
    return count / taken


def ours(lists: str, page: str, folder: Path, seconds: float) -> dict[str, float]:
    """Each way of answering: made anew (with and without what pages share), kept in memory, kept in a folder, a file."""
    from django.conf import settings
    from django.core.cache import caches
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings
    from whitenoise import WhiteNoise

    application, found = WSGIHandler(), {}
    backends = "django.core.cache.backends"
    ways = {
        "现做": {"BACKEND": f"{backends}.dummy.DummyCache"},
        "缓存（内存）": {"BACKEND": f"{backends}.locmem.LocMemCache", "LOCATION": "bench"},
        "缓存（文件夹）": {"BACKEND": f"{backends}.filebased.FileBasedCache", "LOCATION": str(folder / "pages")},
    }
    for way, backend in ways.items():
        with override_settings(CACHES=settings.CACHES | {"pages": backend}):
            for name, path in (("列表", lists), ("信息", page)):
                found[f"{name} {way}"] = per_second(asking(application, path), seconds)
                if way == "现做":
                    # 带 Authorization 的请求不用也不留任何共用的部分
                    nothing = asking(application, path, HTTP_AUTHORIZATION="-")
                    found[f"{name} 现做，什么都不留"] = per_second(nothing, seconds)
            if way == "现做":
                narrowed = asking(application, lists, QUERY_STRING="genre=announcements")
                found["列表 现做，选了体裁"] = per_second(narrowed, seconds)
            caches["pages"].clear()
    files = WhiteNoise(None, root=folder / "site", index_file=True, autorefresh=False)
    for name, path in (("列表", lists), ("信息", page)):
        found[f"{name} 静态文件"] = per_second(asking(files, path), seconds)
    return found


def written(lists: str, page: str, folder: Path) -> None:
    """The two pages as files; the whole site takes as many pages more."""
    from gongkai.web.portal.baking.folder import Folder
    from gongkai.web.portal.baking.run import Way, made

    place = Folder(folder / "site")
    for address in (lists, page):
        _, status, content, _ = made(address, Way())
        path = place.path_of(address)
        assert status == 200 and path is not None
        place.write(path, content)


def wagtail(folder: Path) -> Path:
    """The Python of an environment with Wagtail, made when it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "wagtail"], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=1.0, help="处理器秒，每种每轮")
    parser.add_argument("--rounds", type=int, default=3, help="两边交替几轮，取中位数")
    parser.add_argument("--wagtail", metavar="文件夹", help="另与 Wagtail 比；它的环境在这个文件夹里，没有就装")
    parser.add_argument("--profile", choices=("list", "page"), help="只看一页的时间花在哪里")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ.update(GONGKAI_HOME=place, GONGKAI_LOG_LEVEL="ERROR", DJANGO_SETTINGS_MODULE="gongkai.web.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        about, folder = machine("django", "whitenoise"), Path(place)
        lists, page = fill(options.items)
        if options.profile:
            profile(lists if options.profile == "list" else page)
            return
        written(lists, page, folder)
        theirs: list[dict[str, float]] = []
        mine = []
        python = wagtail(Path(options.wagtail).absolute()) if options.wagtail else None
        versions = ""
        for _ in range(options.rounds):
            mine.append(ours(lists, page, folder, options.seconds))
            if python:
                words = [
                    str(python),
                    str(HERE / "portal_wagtail.py"),
                    f"{place}/wagtail",
                    str(options.items),
                    str(options.seconds),
                ]
                said = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
                versions = said.pop("versions")
                theirs.append(said)
        report(about, versions, options.items, mine, theirs)


def report(about: str, versions: str, items: int, mine: list[dict[str, float]], theirs: list[dict[str, float]]) -> None:
    """A table in Markdown."""
    print(f"{about}；{versions}；{items} 件；结束时负载 {os.getloadavg()[0]:.1f}\n")
    print("| 页面 | 怎样回答 | 每处理器秒次数 | 对 Wagtail |\n|---|---|--:|--:|")
    for name in ("列表", "信息"):
        base = statistics.median(each[name] for each in theirs) if theirs else 0.0
        if base:
            print(f"| {name} | Wagtail | {base:.0f} | 1.0 |")
        for key in (key for key in mine[0] if key.startswith(name)):
            value = statistics.median(each[key] for each in mine)
            print(f"| {name} | {key.partition(' ')[2]} | {value:.0f} | {f'{value / base:.1f}' if base else ''} |")


def profile(path: str) -> None:
    """Where the time of a page goes."""
    import cProfile
    import pstats

    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test.utils import override_settings

    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    with override_settings(CACHES=settings.CACHES | {"pages": dummy}):
        ask = asking(WSGIHandler(), path)
        ask()
        with cProfile.Profile() as taken:
            for _ in range(50):
                ask()
    pstats.Stats(taken).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
