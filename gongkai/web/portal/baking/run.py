"""One run: find every public address from the first ones, make what is not as it was, write it, remove what is public no more.

What was withdrawn goes first, so that it is gone even when the run is broken off. When something public changes while it
runs, it begins again with what changed.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from gongkai.web.portal.baking.asking import ask
from gongkai.web.portal.baking.folder import Folder, Made, digest
from gongkai.web.portal.baking.links import Leading, asked_of, is_dynamic
from gongkai.web.portal.baking.sources import Sources, sources
from gongkai.web.publishing.stamps import stamp

MOST_ROUNDS = 3
"""How often a run begins again because something changed meanwhile; the next run does the rest."""
Answer = tuple[str, int, bytes, list[str]]
"""Address, status (0: no file can answer), content, the addresses named."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to write: where the application is, how many pages of a list, everything anew, only compare."""

    application: str = ""
    pages: int = 5
    full: bool = False
    check: bool = False

    @property
    def word(self) -> str:
        """What of it pages depend on."""
        return f"{self.application} {self.pages}"


@dataclass(slots=True)
class Outcome:
    """How many files were written, removed and left; ``failed``: addresses that could not be made, with their status."""

    written: int = 0
    removed: int = 0
    left: int = 0
    withdrawn: int = 0
    asked: int = 0
    failed: list[tuple[str, int]] = field(default_factory=list)
    changed_meanwhile: bool = False

    @property
    def differs(self) -> bool:
        """Whether the folder was not as the site is."""
        return bool(self.written or self.removed)


Many = Callable[[Iterable[str], Way], Iterator[Answer]]


def bake(
    folder: Folder, way: Way, *, many: Many | None = None, tell: Callable[[Outcome], None] | None = None
) -> Outcome:
    """Make the folder as the public site is. ``many`` makes several pages at once; ``tell`` hears how far it is."""
    outcome = Outcome()
    for number in range(MOST_ROUNDS):
        known = sources(way.word)
        whole = f"{known.stamp} {known.frame}"
        if folder.complete == whole and not (way.full and number == 0) and not way.check:
            outcome.left = outcome.left or len(folder.made)
            break
        if not way.check:
            folder.complete = ""
        _round(
            folder, way if number == 0 else Way(way.application, way.pages), known, outcome, many or one_by_one, tell
        )
        outcome.changed_meanwhile = stamp() != known.stamp
        if way.check:
            break
        if not outcome.changed_meanwhile:
            folder.complete = "" if outcome.failed else whole
            break
    return outcome


def _round(
    folder: Folder, way: Way, known: Sources, outcome: Outcome, many: Many, tell: Callable[[Outcome], None] | None
) -> None:
    _take_away(folder, way, known, outcome)
    seen = dict.fromkeys(sorted(known.first, key=lambda each: each not in known.withdrawn))
    wave, outcome.left = list(seen), 0
    while wave:
        found: list[str] = []
        due = []
        for address in wave:
            had = folder.made.get(address)
            if had is not None and had.of == known.of(address) and not way.full and _is_there(folder, address, had):
                outcome.left += 1
                found += had.links
            else:
                due.append(address)
        for address, status, content, links in many(due, way):
            outcome.asked += 1
            # 这次没有做成的，上次提到的地址仍然算数，免得连带删去
            found += links if status < 500 or address not in folder.made else folder.made[address].links
            _keep(folder, way, known, outcome, address, status, content, links)
            if tell is not None:
                tell(outcome)
        wave = [each for each in dict.fromkeys(found) if each not in seen and folder.path_of(each) is not None]
        seen |= dict.fromkeys(wave)
    for address in [each for each in folder.made if each not in seen]:
        _drop(folder, way, outcome, address)
    outcome.withdrawn = len(known.withdrawn)
    if not way.check:
        # nginx 的 map 按解码后的地址比较；索引号里没有引号
        folder.put("gone.map", "".join(f'"{each}" 1;\n' for each in sorted(known.withdrawn)))


def _take_away(folder: Folder, way: Way, known: Sources, outcome: Outcome) -> None:
    """Remove at once what shows an item that is public no more: its page, its files, its QR code."""
    for address in [each for each in folder.made if each.startswith("/items/") and each != "/items/"]:
        item = address.removesuffix("qr.svg")
        if item in known.items and item not in known.withdrawn:
            continue
        had = folder.made[address]
        if item in known.withdrawn and had.status == 410:
            continue
        for each in (address, *(link for link in had.links if link.startswith("/files/") and link in folder.made)):
            _drop(folder, way, outcome, each)


def _drop(folder: Folder, way: Way, outcome: Outcome, address: str) -> None:
    outcome.removed += bool(folder.made[address].digest)
    if way.check:
        folder.made.pop(address)
    else:
        folder.remove(address)


def _is_there(folder: Folder, address: str, had: Made) -> bool:
    path = folder.path_of(address)
    return not had.digest or (path is not None and path.exists())


def _keep(
    folder: Folder, way: Way, known: Sources, outcome: Outcome,
    address: str, status: int, content: bytes, links: list[str],
) -> None:  # fmt: skip
    """Write what was made, when it is not there already, and note it."""
    had, path = folder.made.get(address), folder.path_of(address)
    if status >= 500:
        outcome.failed.append((address, status))
        return
    note = status == 410 and address in known.withdrawn
    good = path is not None and (status == 200 or note or address == "/404.html")
    word = digest(content) if good else ""
    if had is not None and had.digest and had.digest != word and not word:
        _drop(folder, way, outcome, address)
    elif good and path is not None:
        if had is not None and had.digest == word and path.exists():
            outcome.left += 1
        else:
            outcome.written += 1
            if not way.check:
                folder.write(path, content)
    folder.made[address] = Made(known.of(address), word, status, links)
    if not way.check:
        folder.save_now_and_then()


def one_by_one(addresses: Iterable[str], way: Way) -> Iterator[Answer]:
    """Make pages one after the other."""
    return (made(each, way) for each in addresses)


def made(address: str, way: Way) -> Answer:
    """What the file of an address holds, and what else it names."""
    leading = Leading(way.application, way.pages)
    if address.startswith("/static/"):
        status, kind, content = _static(address)
    else:
        path, query = asked_of(address)
        if is_dynamic(path):
            return address, 0, b"", []
        status, kind, content = ask(path, query)
    if kind == "text/html":
        content = leading.page(content.decode(), "/" if address == "/404.html" else address).encode()
    elif kind == "text/css":
        leading.style(content.decode(), address)
    elif address.endswith("/") or not _named_so(address, kind):
        # 以斜线结尾的文件只能是网页；名字看不出类型的，也留给程序
        status = 0 if status == 200 else status
    links = sorted(leading.found)
    if address.startswith("/items/") and address != "/items/":
        # 信息页上的其他地址从别处也找得到，不必件件都记
        links = [each for each in links if each.startswith(("/files/", "/static/")) or each.endswith("/qr.svg")]
    return address, status, content, links


def _named_so(address: str, kind: str) -> bool:
    """Whether a web server will know by its name what a file is."""
    if address.startswith(("/static/", "/files/")):
        return True
    name = address.rsplit("/", 1)[-1]
    return name.endswith((".atom", ".rss", ".json", ".xml", ".csv", ".txt")) or mimetypes.guess_type(name)[0] == kind


def _static(address: str) -> tuple[int, str, bytes]:
    """A static file: collected, or (while developing) where it lies."""
    name = address.removeprefix("/static/")
    collected = Path(settings.STATIC_ROOT) / name
    if ".." in Path(name).parts:
        return 404, "", b""
    lying = str(collected) if collected.is_file() else finders.find(name)
    if not lying:
        return 404, "", b""
    return 200, mimetypes.guess_type(name)[0] or "", Path(str(lying)).read_bytes()
