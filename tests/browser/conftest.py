"""A browser on a running site: started by the command that people use, with the demonstration, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), None)
COMMAND = Path(sys.executable).with_name("gongkai")
DESKTOP, PHONE, NARROW = (1280, 900), (390, 844), (320, 640)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the tests say so."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents and CHROMIUM is None:
            item.add_marker(
                pytest.mark.skip(reason="没有找到 Chromium，网页测试没有运行（Debian：apt-get install chromium）")
            )


@dataclass
class Site:
    """A running site: its address, its data folder, the demonstration's sign-in names and the password."""

    url: str
    home: Path
    password: str = ""
    people: list[dict[str, object]] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, port = tmp_path_factory.mktemp("site"), free_port()
    given = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    given.pop("DATABASE_URL", None)
    log = (home.parent / "site.log").open("w")
    running = subprocess.Popen(
        [str(COMMAND), "site", "run", "--demo", "--county-only", "--port", str(port)],
        env=given | {"GONGKAI_HOME": str(home)},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, running, Path(log.name))
        shown = json.loads((home / "demonstration").read_text(encoding="utf-8"))
        yield Site(url, home, shown["password"], shown["people"])
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
        log.close()


def _wait(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1000):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        if running.poll() is not None:
            break
        time.sleep(0.3)
    pytest.fail(f"站点没有启动：\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread until the worker ends; Django would refuse its database to the tests after
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield launched
        launched.close()


OWN = ("data:", "about:", "chrome:", "chrome-extension:")
"""Addresses that a browser asks itself for, such as the parts of its viewer of PDF."""


@dataclass
class Visitor:
    """One browser window at the site; ``troubles`` collects what a person would not see: errors, refused or foreign requests."""

    page: Page
    site: Site
    troubles: list[str]

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.url + path, wait_until="load")
        return self.page


def visit(
    browser: Browser, site: Site, size: tuple[int, int] = DESKTOP, *, scripts: bool = True, state: object = None
) -> Visitor:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=scripts,
        storage_state=state,  # type: ignore[arg-type]
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda said: troubles.append(f"{said.location.get('url')}: {said.text}") if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((site.url, *OWN)) else troubles.append(f"foreign: {asked.url}"),
    )
    return Visitor(page, site, troubles)


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Visitor]:
    """A member of the public at a desktop."""
    visitor = visit(browser, site)
    yield visitor
    visitor.page.context.close()


def sign_in(visitor: Visitor, username: str, *, second_factor: bool = True) -> None:
    """Sign in with the demonstration's password and, where it is asked for, with the code that the page shows."""
    page = visitor.go("/sign-in/")
    page.get_by_role("textbox", name="登录名").fill(username)
    page.get_by_label("密码", exact=True).fill(visitor.site.password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()
    if second_factor and "second-factor" in page.url:
        code = page.locator(".notice code").inner_text()
        page.get_by_role("textbox", name="动态口令").fill("".join(code.split()))
        page.get_by_role("button", name="验证").click()
        page.wait_for_load_state()
