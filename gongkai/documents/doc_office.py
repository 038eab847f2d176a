"""LibreOffice, where it is installed, as the reader of last resort: a file of any office made into DOCX, XLSX or PDF.

Each run has a profile of its own, in which macros, links and the network are switched off, and is ended when it takes too
long. (Two runs that share a profile fail without a word.)
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

TIME_LIMIT = 90
"""Seconds. A cold start takes one to three; a report takes less than one more."""
MEMORY_LIMIT = 4_000_000
"""Kilobytes of address space of one run (where the system can limit it)."""
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_OPTION = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_OPTIONS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class OfficeFailed(Exception):
    """LibreOffice made nothing of the file, or took too long."""


def office() -> str | None:
    """The program, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)


def converted(data: bytes, suffix: str, *, program: str, to: str = "docx", time_limit: float = TIME_LIMIT) -> bytes:
    """``data`` as DOCX, XLSX or PDF; ``suffix`` (such as ``.doc``) is what the file is called, the content decides how it is read."""
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / f"report{suffix}"
        source.write_bytes(data)
        _write_profile(work / "profile")
        arguments = [
            program,
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", FILTERS[to], "--outdir", str(work / "out"), str(source)),
        ]
        _run(arguments, work, time_limit)
        result = work / "out" / f"report.{to}"
        if not result.is_file():
            raise OfficeFailed("no result")
        return result.read_bytes()


def _run(arguments: list[str], work: Path, time_limit: float) -> None:
    if os.name == "posix" and (shell := shutil.which("sh")):
        arguments = [shell, "-c", f'ulimit -v {MEMORY_LIMIT} 2>/dev/null; exec "$@"', "sh", *arguments]
    environment = {
        **os.environ,
        "HOME": str(work),
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    process = subprocess.Popen(  # noqa: S603 — the program is the one found, the file's name is ours
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env=environment,
        start_new_session=True,
    )
    try:
        process.wait(time_limit)
    except subprocess.TimeoutExpired as error:
        raise OfficeFailed("time limit") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the run with all processes it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True)
    items = "".join(_OPTION.format(path=path, name=name, value=value) for path, name, value in _OPTIONS)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
