"""Every kind of page, found by following links as each role: accessible, whole without scripts, nothing from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import DESKTOP, NARROW, PHONE, Site, Visitor, sign_in, visit
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, Page

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


def links_on(visitor: Visitor) -> Iterator[str]:
    for address in visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        parts = urlsplit(address)
        if address.startswith(visitor.site.url) and not re.search(
            r"\.(docx|pdf|xlsx|json|csv|md|ofd|html|xml|zip)$|sign-out", parts.path
        ):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def pages_of(visitor: Visitor, start: str, most: int, problems: list[str]) -> Iterator[str]:
    """Addresses reachable by links from ``start``, at most ``most`` of each kind, each open in the visitor's window."""
    seen, waiting, counted = {start}, [start], {}
    while waiting:
        path = waiting.pop(0)
        try:
            answer = visitor.page.goto(visitor.site.url + path, wait_until="load")
        except Error as stopped:
            if "Download is starting" in str(stopped):
                continue
            raise
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status != 200:
            problems.append(f"{path} 答复 {answer.status}")
            continue
        links = list(links_on(visitor))
        yield path
        for link in links:
            kind = kind_of(link)
            if link not in seen and counted.get(kind, 0) < most:
                counted[kind] = counted.get(kind, 0) + 1
                seen.add(link)
                waiting.append(link)


def shape_of(page: Page, path: str) -> tuple[str, ...]:
    """The kind of a page with what this role sees on it: its headings, fields and buttons."""
    parts = page.eval_on_selector_all(
        "h1, h2, h3, caption, input:not([type=hidden]), select, textarea, button",
        "parts => [...new Set(parts.map(part => part.name || part.tagName + (/^H1|CAPTION/.test(part.tagName) ? '' :"
        " part.textContent.replace(/[0-9〔〕号]+/g, ' ').trim())))].sort()",
    )
    return (kind_of(path), *parts)


def signed_in_state(browser: Browser, site: Site, role: str) -> object:
    if not role:
        return None
    visitor = visit(browser, site)
    sign_in(visitor, role)
    assert "/workbench/" in visitor.page.url, f"{role} 没有登录成功，停在 {visitor.page.url}"
    state = visitor.page.context.storage_state()
    visitor.page.context.close()
    return state


def troubles_at_every_width(page: Page, path: str, picture: str) -> Iterator[str]:
    """What axe finds at a desktop and on a phone, and whether the narrowest screen has to be pushed sideways."""
    page.evaluate(AXE_SCRIPT)
    for size in (DESKTOP, PHONE):
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
    """What has been walked to the end by any role: a page that shows a later role the same things is only opened."""
    return set()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_every_page_is_accessible_and_whole_at_every_width(browser, site, walked, role):
    state = signed_in_state(browser, site, role)
    visitor = visit(browser, site, state=state)
    plain = visit(browser, site, PHONE, scripts=False, state=state)
    problems, opened, kinds = [], [], {shape[0] for shape in walked}
    for path in pages_of(visitor, "/workbench/" if role else "/", OF_EACH_KIND.get(role, 1), problems):
        opened.append(path)
        page, shape = visitor.page, shape_of(visitor.page, path)
        if page.locator("h1").count() != 1:
            problems.append(f"{path}：一页应当恰好有一个一级标题")
        if shape in walked:
            continue
        walked.add(shape)
        picture = f"{role or 'public'}{re.sub(r'[^a-zA-Z0-9]+', '-', path)[:80]}"
        problems += troubles_at_every_width(page, path, picture)
        if shape[0] not in kinds:
            kinds.add(shape[0])
            plain.go(path)
            if plain.page.locator("h1").inner_text() != page.locator("h1").inner_text():
                problems.append(f"{path}：不用脚本时标题不同")
    problems += visitor.troubles
    for each in (visitor, plain):
        each.page.context.close()
    assert len(opened) > 5, opened
    assert not problems, f"{len(opened)} 页里有 {len(problems)} 处：\n" + "\n".join(dict.fromkeys(problems))
