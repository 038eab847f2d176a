import os
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from gongkai.documents import isolation
from gongkai.documents.isolation import run_bounded
from gongkai.documents.isolation_helper import close_all
from gongkai.documents.model import Document, Paragraph, Place, Table, TextCell, Unreadable

DOCUMENT = Document(
    "pdf", [Paragraph("一、总体情况", Place(page=1, bbox=(1.0, 2.0, 3.0, 4.0))), Table([[TextCell("0")]])]
)


def whole(data: bytes) -> Document:
    return DOCUMENT


def refuses(data: bytes) -> Document:
    raise Unreadable("damaged", "这份文件已损坏。")


def hangs(data: bytes) -> Document:
    time.sleep(60)
    return DOCUMENT


def computes_for_ever(data: bytes) -> Document:
    while True:
        pass


def takes_all_memory(data: bytes) -> Document:
    held = []
    while True:
        held.append(bytearray(16 << 20))


def crashes(data: bytes) -> Document:
    os.kill(os.getpid(), 11)
    return DOCUMENT


def leaves(data: bytes) -> Document:
    os._exit(0)


def has_a_bug(data: bytes) -> Document:
    raise ZeroDivisionError


def writes(data: bytes) -> Document:
    Path(data.decode()).write_text("内容" * 10_000)
    return DOCUMENT


def connects(data: bytes) -> Document:
    socket.create_connection(("127.0.0.1", 9), 1)
    return DOCUMENT


def starts_a_program(data: bytes) -> Document:
    subprocess.run(["true"], check=True)
    return DOCUMENT


class Trap:
    def __reduce__(self) -> object:
        return (os.system, ("true",))


def sends_code(data: bytes) -> object:
    return Trap()


@pytest.fixture(params=["fork", "helper"], autouse=True)
def way(request, monkeypatch):
    if request.param == "fork" and not hasattr(os, "fork"):
        pytest.skip("这个系统不能复制进程（fork）")
    # 测试进程自己可能有多个线程；这里的线程都在等待，复制是安全的
    monkeypatch.setattr(isolation, "can_fork", lambda: request.param == "fork")
    yield request.param
    close_all()


def test_a_document_comes_back_as_it_was_read():
    assert run_bounded(whole, b"") == DOCUMENT


def test_a_refusal_comes_back_with_its_code_and_sentence():
    with pytest.raises(Unreadable) as refusal:
        run_bounded(refuses, b"")
    assert (refusal.value.code, refusal.value.message) == ("damaged", "这份文件已损坏。")


@pytest.mark.parametrize("function", [hangs, computes_for_ever])
def test_a_reader_that_takes_too_long_is_ended(function):
    with pytest.raises(Unreadable) as refusal:
        run_bounded(function, b"", seconds=0.5)
    assert refusal.value.code == "too-heavy"
    assert run_bounded(whole, b"") == DOCUMENT


def test_a_reader_that_takes_too_much_memory_is_ended():
    with pytest.raises(Unreadable) as refusal:
        run_bounded(takes_all_memory, b"", megabytes=64, seconds=20)
    assert refusal.value.code == "too-heavy"


@pytest.mark.parametrize("function", [crashes, leaves, has_a_bug, writes, connects, starts_a_program, sends_code])
def test_a_reader_that_crashes_or_does_what_no_reader_may_is_refused_in_a_sentence(function, tmp_path):
    target = tmp_path / "file"
    with pytest.raises(Unreadable) as refusal:
        run_bounded(function, str(target).encode())
    assert refusal.value.code == "crashed"
    assert refusal.value.message.endswith("。")
    assert not target.exists() or target.stat().st_size == 0
    assert run_bounded(whole, b"") == DOCUMENT


def test_a_reader_that_needs_a_program_may_have_it(tmp_path):
    assert run_bounded(starts_a_program, b"", confined=False) == DOCUMENT
    assert run_bounded(writes, str(tmp_path / "file").encode(), confined=False) == DOCUMENT


def test_no_fork_is_made_while_other_threads_run(monkeypatch):
    monkeypatch.undo()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not isolation.can_fork()
        assert run_bounded(whole, b"") == DOCUMENT
    finally:
        done.set()
        thread.join()
