"""Kill the site with ``kill -9`` while it writes, again and again, and look whether anything acknowledged was lost.

Writers call services and say on a pipe what was committed, each in its own process; their whole group is killed at a random
moment. Then everything that was acknowledged must be in the log, the chains must hold, every case must be in the state that
its log gives, and every record must be as its last event says.

As a command: ``python tests/web/kill_site.py 1000`` (``make kill-test N=1000``). With DATABASE_URL it kills clients of PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WRITERS = 3
AFRESH_EVERY = 40
"""After so many rounds a new, empty installation is taken, so that looking through it stays quick."""


def prepare() -> None:
    """An installation with two organs, a column and persons, made through services."""
    from datetime import date

    from gongkai.organs.levels import Level, OrganKind
    from gongkai.organs.roles import Role
    from gongkai.web.accounts.services import add_person
    from gongkai.web.log.actors import SYSTEM
    from gongkai.web.operation.preparing import migrate
    from gongkai.web.organs.models import Organ
    from gongkai.web.organs.services.organs import add_organ
    from gongkai.web.organs.services.people import appoint
    from gongkai.web.publishing.columns import add_column

    migrate()
    if Organ.objects.exists():
        return
    for number, name in enumerate(("青石县水利局", "青石县林业局")):
        organ = add_organ(
            by=SYSTEM, name=name, short_name=name, code=f"kill-{number}", level=Level.COUNTY, kind=OrganKind.DEPARTMENT
        )
        add_column(organ, by=SYSTEM, code="policy", title="政策文件")
        for role in (Role.INFO_OFFICER, Role.AUDITOR):
            username = f"{role.value.replace('_', '.')}.{number}"
            person = add_person(
                username=username, name=role.label, by=SYSTEM, organ=organ, password="竹林-slow-kettle-47"
            ).person
            appoint(person, organ, role, by=SYSTEM, since=date(2024, 1, 1))


def write(number: int, out: int) -> None:
    """Change one thing after another and acknowledge each commit; never ends by itself."""
    from gongkai.organs.roles import Role
    from gongkai.web.log.actors import SYSTEM, actor
    from gongkai.web.organs.models import Organ
    from gongkai.web.organs.services.organs import edit_organ
    from gongkai.web.publishing.drafting import draft_item, recall, submit
    from gongkai.web.publishing.models import SiteColumn

    organ = Organ.objects.get(code=f"kill-{number % 2}")
    role = Role.INFO_OFFICER
    by = actor(organ.appointments.get(role=role.value).person, frozenset({role.value}))
    column = SiteColumn.objects.get(organ=organ)
    count = 0
    while True:
        count += 1
        edit_organ(Organ.objects.get(pk=organ.pk), by=SYSTEM, phone=f"0700-{number}-{count % 10**6:06}")
        _acknowledge(out, organ)
        version = draft_item(
            organ,
            by=by,
            column=column,
            title=f"关于第{count}号事项的通知",
            genre="work_reports",
            body_html="<p>正文。</p>",
        )
        _acknowledge(out, version)
        submit(version, by=by)
        _acknowledge(out, version)
        recall(version, by=by, reason="还要修改")
        _acknowledge(out, version)


def _acknowledge(out: int, record: object) -> None:
    from gongkai.web.log.services import events_of

    event = events_of(record).order_by("-id").first()
    os.write(out, (json.dumps([event.pk, event.digest]) + "\n").encode())


def look(acknowledged: list[list[object]]) -> list[str]:
    """What is wrong after a kill; nothing when all is well."""
    from gongkai.web.log.models import Event
    from gongkai.web.log.services import events_of
    from gongkai.web.operation.proof import verify_all
    from gongkai.web.organs.models import Organ

    known = dict(Event.objects.values_list("pk", "digest"))
    wrong = [f"事件 {key} 已经答复保存，数据库里没有" for key, digest in acknowledged if known.get(key) != digest]
    for part in verify_all():
        wrong += [f"{part.title}：{finding}" for finding in part.findings]
    for organ in Organ.objects.filter(code__startswith="kill-"):
        last = events_of(organ).filter(move="edit_organ").order_by("-id").first()
        if last is not None and last.after["phone"] != organ.phone:
            wrong.append(f"{organ}的电话与日志的最后一条不一致")
    return wrong


def one_round(chance: random.Random) -> tuple[int, list[str]]:
    """Write, kill, look; how many changes had been acknowledged, and what is wrong."""
    from django.db import connections

    from gongkai.web.casework.services import counting_now

    # 日历和步骤表先在这里算好，子进程一开始就在写
    counting_now()
    connections.close_all()
    children, pipes, group = [], [], 0
    for number in range(WRITERS):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.setpgid(0, group)
            os.close(reading)
            try:
                write(number, writing)
            finally:
                traceback.print_exc()
                os._exit(3)
        with_group = group or child
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(child, with_group)
        group = with_group
        os.close(writing)
        children.append(child)
        pipes.append(reading)
    heard = _hear(pipes, 0.15 + chance.random() * 0.7, lambda: os.killpg(group, signal.SIGKILL))
    ends = [os.waitpid(child, 0)[1] for child in children]
    wrong = look(heard)
    wrong += ["写入的进程自己停了" for end in ends if not os.WIFSIGNALED(end)]
    connections.close_all()
    return len(heard), wrong


def _hear(pipes: list[int], seconds: float, kill: object) -> list[list[object]]:
    """Every whole line that came out of the pipes, until all are closed; the clock starts with the first."""
    held, left, until = dict.fromkeys(pipes, b""), set(pipes), None
    while left:
        ready, _, _ = select.select(list(left), [], [], 0.02)
        for pipe in ready:
            data = os.read(pipe, 65536)
            if data:
                held[pipe] += data
                until = until or time.monotonic() + seconds
            else:
                left.discard(pipe)
        if until is not None and time.monotonic() >= until:
            kill()
            until = float("inf")
    for pipe in pipes:
        os.close(pipe)
    return [json.loads(line) for text in held.values() for line in text.split(b"\n")[:-1]]


def round_over_http(chance: random.Random) -> tuple[int, list[str]]:
    """The same through the real server: an auditor proves the log again and again, which writes an event each time."""
    from django.db import connections

    from gongkai.web.log.models import Event

    cookie = _signed_in()
    before = Event.objects.filter(move="verify_log").count()
    connections.close_all()
    answered = 0
    with serving() as (address, process):
        until = time.monotonic() + 1.0 + chance.random()
        while time.monotonic() < until:
            answered += _post(f"{address}/workbench/log/verify/", cookie)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    wrong = look([])
    after = Event.objects.filter(move="verify_log").count()
    connections.close_all()
    if not answered:
        wrong.append("网站没有答复任何请求")
    if after - before < answered:
        wrong.append(f"答复了 {answered} 次，日志里只有 {after - before} 次")
    with serving() as (address, process), urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        if answer.status != 200:
            wrong.append("重启以后网站没有应答")
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
    return answered, wrong


@contextmanager
def serving() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The real site in a process group of its own, at a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gongkai.cli.main", "site", "run", "--port", str(port)]
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_plain_environment()
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None:
                    raise RuntimeError("网站没有启动") from None
                time.sleep(0.1)
        yield address, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _plain_environment() -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.web.settings"}


def _signed_in() -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from gongkai.web.accounts.models import Person
    from gongkai.web.accounts.sessions import SessionStore

    person = Person.objects.get(username="auditor.0")
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "gongkai.web.accounts.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _post(address: str, cookie: str) -> bool:
    """Whether the change was acknowledged: the page says where to go on."""
    token = "k" * 32
    request = urllib.request.Request(address, data=b"", method="POST")
    request.add_header("Cookie", f"gongkai_session={cookie}; gongkai_csrf={token}")
    request.add_header("X-CSRFToken", token)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        urllib.request.build_opener(Stay).open(request, timeout=10).close()
    except urllib.error.HTTPError as answer:
        location = answer.headers.get("Location", "")
        answer.close()
        return answer.code == 302 and "/workbench/log/verify/" in location
    except (urllib.error.URLError, OSError):
        return False
    return False


def main() -> int:
    """``kill_site.py TIMES [--http TIMES] [--seed N]``: 1 when anything was lost."""
    arguments = sys.argv[1:]
    http = int(arguments[arguments.index("--http") + 1]) if "--http" in arguments else 0
    seed = int(arguments[arguments.index("--seed") + 1]) if "--seed" in arguments else random.randrange(10**6)
    times, chance = int(arguments[0]), random.Random(seed)
    total, wrong, begun = 0, 0, time.monotonic()
    own = "GONGKAI_HOME" not in os.environ
    home = Path(os.environ.setdefault("GONGKAI_HOME", tempfile.mkdtemp(prefix="gongkai-kill-")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    os.environ["GONGKAI_LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.db import connection

    prepare()
    print(f"种子 {seed}，{connection.vendor}，{home}", flush=True)
    for number in range(1, times + http + 1):
        if number > 1 and number % AFRESH_EVERY == 1 and connection.vendor == "sqlite":
            connection.close()
            for path in home.glob("gongkai.sqlite3*"):
                path.unlink()
            prepare()
        count, found = one_round(chance) if number <= times else round_over_http(chance)
        total += count
        for each in found:
            wrong += 1
            print(f"第{number}次：{each}", flush=True)
        if number % 20 == 0:
            print(f"已杀 {number} 次，答复过的变更 {total} 件", flush=True)
    print(
        f"kill -9 {times + http} 次（其中经网站 {http} 次），答复过的变更 {total} 件，不符 {wrong} 处，{time.monotonic() - begun:.0f} 秒"
    )
    if own:
        shutil.rmtree(home, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
