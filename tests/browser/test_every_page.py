"""Every kind of page, found by following links as each role: accessible, whole without scripts, nothing from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import DESKTOP, NARROW, PHONE, Site, Visitor, sign_in, visit
from django.urls import Resolver404, resolve
from lxml import html
from lxml.etree import _Element as Element
from playwright.sync_api import Browser, Page

ROLES = ("", "xinxi", "kezhang", "baomi", "gongkai", "juzhang", "shenji", "guanli", "xiangong")
"""The public and, of the demonstration's people, one for each role."""
OF_EACH_KIND = {"": 2}
"""How many pages of each kind the public walks to the end; officers walk one of each that no one before them walked."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
SHOTS = os.environ.get("GONGKAI_SCREENSHOTS", "")


def kind_of(path: str) -> str:
    """Which page an address is of, as the site's own list of addresses tells; unknown ones are a kind each."""
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return path


def is_public(path: str) -> bool:
    """Whether an address is one of the portal, which officers see as the public does."""
    try:
        return "portal" in resolve(urlsplit(path).path).namespaces
    except Resolver404:
        return False


def links_on(answer: Element, url: str) -> Iterator[str]:
    for link in answer.iterfind(".//a[@href]"):
        address = urljoin(url, link.get("href"))
        parts, here = urlsplit(address), urlsplit(url)
        if (parts.scheme, parts.netloc) == (here.scheme, here.netloc) and not re.search(
            r"\.(docx|pdf|xlsx|json|csv|md|ofd|html|xml|zip|ics)$|sign-out", parts.path
        ):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def pages_of(
    visitor: Visitor, start: str, most: int, problems: list[str], leave: Callable[[str], bool]
) -> Iterator[tuple[str, Element]]:
    """Addresses reachable by links from ``start``, at most ``most`` of each kind, with what the server answers there.

    Links that ``leave`` says yes to are not followed.

    They are asked for with the visitor's session but not drawn: drawing those that look like others is what takes long.
    """
    seen, waiting, counted = {start}, [start], {}
    while waiting:
        path = waiting.pop(0)
        answer = visitor.page.context.request.get(visitor.site.url + path)
        if "html" not in answer.headers.get("content-type", "") or "content-disposition" in answer.headers:
            continue
        if answer.status != 200:
            problems.append(f"{path} 答复 {answer.status}")
            continue
        page = html.document_fromstring(answer.text())
        yield path, page
        for link in links_on(page, answer.url):
            kind = kind_of(link)
            if link not in seen and counted.get(kind, 0) < most and not leave(link):
                counted[kind] = counted.get(kind, 0) + 1
                seen.add(link)
                waiting.append(link)


def shape_of(page: Element, path: str) -> tuple[str, ...]:
    """The kind of a page with what this role sees on it: its headings, fields and buttons. The menu around it is on every page."""
    parts = set()
    for part in page.find(".//main").iter("h1", "h2", "h3", "caption", "input", "select", "textarea", "button"):
        if part.get("type") != "hidden":
            words = "" if part.tag in ("h1", "caption") else part.text_content()
            parts.add(part.get("name") or part.tag + re.sub(r"[0-9〔〕号]+", " ", " ".join(words.split())).strip())
    return (kind_of(path), *sorted(parts))


def signed_in_state(browser: Browser, site: Site, role: str) -> object:
    if not role:
        return None
    visitor = visit(browser, site)
    sign_in(visitor, role)
    assert "/workbench/" in visitor.page.url, f"{role} 没有登录成功，停在 {visitor.page.url}"
    state = visitor.page.context.storage_state()
    visitor.page.context.close()
    return state


def troubles_at_every_width(page: Page, path: str, picture: str, sizes: Sequence[tuple[int, int]]) -> Iterator[str]:
    """What axe finds at these sizes, and whether the narrowest screen has to be pushed sideways."""
    page.evaluate(AXE_SCRIPT)
    for size in sizes:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for violation in page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES):
            where = violation["nodes"][0]["html"][:160]
            yield f"{path}（{size[0]}）{violation['id']}：{violation['help']}：{where}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{picture}-{size[0]}.png", full_page=True)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        yield f"{path}：320 像素宽时要左右滚动"
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


@pytest.fixture(scope="session")
def walked() -> set[tuple[str, ...]]:
    """What has been walked to the end by any role: a page that shows a later role the same things is only asked for."""
    return set()


@pytest.mark.long
@pytest.mark.parametrize("role", [pytest.param(role, id=role or "public") for role in ROLES])
def test_every_page_is_accessible_and_whole_at_every_width(browser, site, walked, role):
    state = signed_in_state(browser, site, role)
    leave = is_public if role else lambda _: False
    visitor = visit(browser, site, state=state)
    plain = visit(browser, site, PHONE, scripts=False, state=state)
    problems, opened, kinds = [], [], {shape[0] for shape in walked}
    start, most = "/workbench/" if role else "/", OF_EACH_KIND.get(role, 1)
    for path, answer in pages_of(visitor, start, most, problems, leave):
        opened.append(path)
        shape = shape_of(answer, path)
        if len(answer.findall(".//h1")) != 1:
            problems.append(f"{path}：一页应当恰好有一个一级标题")
        if shape in walked:
            continue
        walked.add(shape)
        page, first = visitor.go(path), shape[0] not in kinds
        picture = f"{role or 'public'}{re.sub(r'[^a-zA-Z0-9]+', '-', path)[:80]}"
        problems += troubles_at_every_width(page, path, picture, (DESKTOP, PHONE) if first else (PHONE,))
        if first:
            kinds.add(shape[0])
            plain.go(path)
            if plain.page.locator("h1").inner_text() != page.locator("h1").inner_text():
                problems.append(f"{path}：不用脚本时标题不同")
    problems += visitor.troubles
    for each in (visitor, plain):
        each.page.context.close()
    assert len(opened) > 5, opened
    assert not problems, f"{len(opened)} 页里有 {len(problems)} 处：\n" + "\n".join(dict.fromkeys(problems))
