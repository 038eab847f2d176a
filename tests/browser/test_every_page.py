"""Every kind of page, found by following links as each role: accessible, whole without scripts, nothing from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import DESKTOP, NARROW, PHONE, Visitor, sign_in, visit
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

ROLES = ("", "xinxi", "kezhang", "baomi", "gongkai", "juzhang", "shenji", "guanli", "xiangong")
"""The public and, of the demonstration's people, one for each role."""
OF_EACH_KIND = 2
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


def pages_of(visitor: Visitor, start: str) -> Iterator[str]:
    """Addresses reachable by links from ``start``, at most two of each kind."""
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
        assert answer.status == 200, f"{path} 答复 {answer.status}"
        yield path
        for link in links_on(visitor):
            kind = kind_of(link)
            if link not in seen and counted.get(kind, 0) < OF_EACH_KIND:
                counted[kind] = counted.get(kind, 0) + 1
                seen.add(link)
                waiting.append(link)


def signed_in_state(browser, site, role: str) -> object:
    if not role:
        return None
    visitor = visit(browser, site)
    sign_in(visitor, role)
    assert "/workbench/" in visitor.page.url, f"{role} 没有登录成功，停在 {visitor.page.url}"
    state = visitor.page.context.storage_state()
    visitor.page.context.close()
    return state


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "public")
def test_every_page_is_accessible_and_whole_at_every_width(browser, site, role):
    state = signed_in_state(browser, site, role)
    wide, phone, narrow = (visit(browser, site, size, state=state) for size in (DESKTOP, PHONE, NARROW))
    plain = visit(browser, site, PHONE, scripts=False, state=state)
    problems, visited = [], []
    for path in pages_of(wide, "/workbench/" if role else "/"):
        visited.append(path)
        if wide.page.locator("h1").count() != 1:
            problems.append(f"{path}：一页应当恰好有一个一级标题")
        for visitor in (wide, phone):
            if visitor is phone:
                visitor.go(path)
            found = Axe().run(
                visitor.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
            )
            for violation in found.response["violations"]:
                where = violation["nodes"][0]["html"][:160]
                width = visitor.page.viewport_size["width"]
                problems.append(f"{path}（{width}）{violation['id']}：{violation['help']}：{where}")
        narrow.go(path)
        if narrow.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            problems.append(f"{path}：320 像素宽时要左右滚动")
        plain.go(path)
        if plain.page.locator("h1").inner_text() != wide.page.locator("h1").inner_text():
            problems.append(f"{path}：不用脚本时标题不同")
        if SHOTS:
            name = f"{role or 'public'}{re.sub(r'[^a-zA-Z0-9]+', '-', path)[:80]}"
            wide.page.screenshot(path=Path(SHOTS) / f"{name}wide.png", full_page=True)
            phone.page.screenshot(path=Path(SHOTS) / f"{name}phone.png", full_page=True)
    problems += [f"{trouble}" for visitor in (wide, phone, narrow) for trouble in visitor.troubles]
    for visitor in (wide, phone, narrow, plain):
        visitor.page.context.close()
    assert len(visited) > 5, visited
    assert not problems, f"{len(visited)} 页里有 {len(problems)} 处：\n" + "\n".join(dict.fromkeys(problems))
