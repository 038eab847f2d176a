"""Many writers at once: numbers in a chain neither double nor lost, on either database."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from gongkai.web.log.actors import SYSTEM
from gongkai.web.log.models import Chain, Event
from gongkai.web.log.proof import verify_chains
from gongkai.web.log.services import record
from gongkai.web.operation import tick

WRITERS, TIMES = 6, 15


@pytest.fixture
def at_once(tmp_path):
    """Run a function in several threads, each with a connection of its own; what went wrong comes back."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("内存里的 SQLite 只有一个连接；文件里的由 test_kill 试")

    def run(work, count=WRITERS):
        wrong: list[BaseException] = []

        def each(number):
            try:
                work(number)
            except BaseException as problem:
                wrong.append(problem)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=each, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return wrong

    return run


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_no_number_and_the_chain_holds(county, at_once):
    before = Chain.objects.get(organ=county.bureau).length

    def work(number):
        for time in range(TIMES):
            record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau, note=f"{number}-{time}")

    assert at_once(work) == []
    chain = Chain.objects.get(organ=county.bureau)
    assert chain.length == before + WRITERS * TIMES
    numbers = list(Event.objects.filter(chain=chain).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, chain.length + 1))
    assert all(not part.findings for part in verify_chains())


@pytest.mark.django_db(transaction=True)
def test_a_chain_that_two_begin_at_once_is_one_chain(county, at_once):
    from gongkai.organs.levels import OrganKind
    from tests.web.conftest import make_organ

    organ = make_organ("linye", "青石县林业局", OrganKind.DEPARTMENT, county.government)
    assert at_once(lambda _: record(organ, "add_organ", by=SYSTEM, organ=organ)) == []
    assert Chain.objects.get(organ=organ).length == WRITERS


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_leaves_no_gap(county, at_once):
    class Regret(Exception):
        pass

    def work(number):
        for time in range(TIMES):
            try:
                with transaction.atomic():
                    record(county.bureau, "edit_organ", by=SYSTEM, organ=county.bureau)
                    if (number + time) % 3 == 0:
                        raise Regret
            except Regret:
                pass

    assert at_once(work) == []
    assert all(not part.findings for part in verify_chains())


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_do_the_work_once(county, at_once, monkeypatch):
    done: list[int] = []
    monkeypatch.setattr(tick, "count_calls", lambda now: done.append(1) or 1, raising=False)
    monkeypatch.setattr(tick, "JOBS", (tick.Due("try", "试办", "gongkai.web.operation.tick.count_calls"),))
    assert at_once(lambda _: tick.run_due(), 4) == []
    assert len(done) == 1
