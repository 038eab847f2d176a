"""What is uploaded is looked at before it is kept: is it of a kind that is taken, does it open, does it carry a virus.

``GONGKAI_SCANNER`` names the scanner: ``clamd:/run/clamav/clamd.ctl`` or ``clamd:host:3310`` (the daemon of ClamAV, its INSTREAM
protocol), else a command such as ``clamdscan --no-summary -`` that reads the file from its standard input and ends with 0 for
clean, 1 for a virus and anything else for not looked at (so do clamscan and clamdscan). A file that could not be looked at is not
taken. The standard virus test string (EICAR) is refused without any scanner, so that an office can try the refusal out.
"""

from __future__ import annotations

import io
import shlex
import socket
import struct
import subprocess
import zipfile
import zlib

from django.conf import settings

from gongkai.publishing.upload_reading import Failed, check_opens
from gongkai.publishing.uploads import Refused, Upload, clean_name, refuse, take

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""In two pieces, lest a scanner take this program for the test file."""
_SMALL = 1 << 20
_TOGETHER = 64 << 20
_PIECE = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError)


def received(data: bytes, name: str, *, opens: bool = False) -> Upload:
    """The file as it may be kept; ``opens``: tried at once whether it can be opened. Raises ``Refused`` in words that name it."""
    shown = clean_name(name)
    if _carries_test(data):
        raise _virus(shown)
    upload = take(data, name)
    if opens:
        try:
            check_opens(upload.data, upload.kind.key)
        except Failed as failure:
            raise (refuse("encrypted" if failure.code == "encrypted" else "damaged", shown)) from failure
    _scan(data, shown)
    return upload


def _virus(name: str) -> Refused:
    return Refused(
        "virus",
        f"“{name}”被查出带有病毒，没有收下。请用杀毒软件检查您的电脑，用没有病毒的原件另存一份再上传；不能上传的，可以当面提交或者邮寄。",
    )


def _unscanned(name: str) -> Refused:
    return Refused("unscanned", f"“{name}”没有收下：查病毒的程序现在没有回应。请过几分钟再上传，填写的内容不会丢失。")


def _carries_test(data: bytes) -> bool:
    """Whether the test string stands in the file, or in a part of it if it is a container."""
    if EICAR in data:
        return True
    if not data.startswith(b"PK"):
        return False
    left = _TOGETHER
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.flag_bits & 0x1 or left <= 0:
                    continue
                with archive.open(info) as stream:
                    part = stream.read(min(_SMALL, left))
                left -= len(part)
                if EICAR in part:
                    return True
    except _BROKEN:
        # 打不开的由 take 说明
        return False
    return False


def _scan(data: bytes, name: str) -> None:
    scanner = settings.SCANNER
    if not scanner:
        return
    try:
        clean = _by_daemon(scanner.removeprefix("clamd:"), data) if scanner.startswith("clamd:") else _by_command(scanner, data)  # fmt: skip
    except (OSError, subprocess.SubprocessError, ValueError) as problem:
        raise _unscanned(name) from problem
    if not clean:
        raise _virus(name)


def _by_command(command: str, data: bytes) -> bool:
    done = subprocess.run(  # noqa: S603 (the installation's own setting)
        shlex.split(command), input=data, capture_output=True, timeout=settings.SCANNER_SECONDS, check=False
    )
    if done.returncode not in (0, 1):
        raise ValueError(f"the scanner ended with {done.returncode}")
    return done.returncode == 0


def _by_daemon(place: str, data: bytes) -> bool:
    with _connected(place) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            link.sendall(struct.pack("!I", len(piece)) + piece)
        link.sendall(struct.pack("!I", 0))
        answer = b""
        while piece := link.recv(4096):
            answer += piece
            if b"\0" in piece:
                break
    told = answer.rstrip(b"\0\n ")
    if told.endswith(b"FOUND"):
        return False
    if told.endswith(b"OK"):
        return True
    raise ValueError("the scanner did not look at the file")


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(settings.SCANNER_SECONDS)
        try:
            link.connect(place)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.SCANNER_SECONDS)
