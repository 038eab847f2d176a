"""Links: into this site looked up at once, outside only by the background and never into the organ's own network."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from gongkai.checks.links import NotAsked, safe_target
from gongkai.organs.roles import Role
from gongkai.web.screening import services
from gongkai.web.screening.link_checking import check, check_links_due, judged
from gongkai.web.screening.models import LinkCheck, Screening
from gongkai.web.screening.queries import report_of
from gongkai.web.screening.triggers import standing
from tests.web.publishing_walks import drafted, published, who


def linked(county, address):
    version = drafted(county, body_html=f'<p>见<a href="{address}">这里</a>。</p>')
    return version, [each.find for each in report_of(version.wording).shown]


@pytest.mark.parametrize(
    ("address", "told", "severity"),
    [
        ("/items/none/2024-00001/", "没有公开的信息", "error"),
        ("/workbench/items/", "工作台", "error"),
        ("http://192.168.1.8/oa", "内部网络", "error"),
        ("/no-such-page-at-all/x/y/", "没有公开的信息", "error"),
        ("http://www.gov.cn/x", "没有查", "notice"),
    ],
)
def test_a_link_that_the_public_cannot_open_is_told(county, address, told, severity):
    _, finds = linked(county, address)
    assert [(each.kind, each.severity) for each in finds] == [("link", severity)]
    assert told in finds[0].message


def test_a_link_to_something_public_is_fine(county):
    item = published(county)
    assert linked(county, item.get_absolute_url())[1] == []
    assert linked(county, f"http://127.0.0.1:8000{item.get_absolute_url()}")[1] == []


def test_addresses_outside_are_put_down_once_for_the_background(county, settings):
    version, _ = linked(county, "http://www.gov.cn/x")
    for _ in range(2):
        services.screen(version.wording, by=who(county, Role.INFO_OFFICER))
    assert LinkCheck.objects.count() == 1
    settings.CHECK_LINKS = False
    assert check_links_due(timezone.now()) == 0


def test_what_the_background_found_is_told_with_its_day(county):
    version, _ = linked(county, "http://www.gov.cn/x")
    services.screen(version.wording, by=who(county, Role.INFO_OFFICER))
    check(LinkCheck.objects.get(), timezone.now(), lambda address: (404, ""))
    found = report_of(version.wording).shown[0].find
    assert found.severity == "warning"
    assert f"没有这个页面，{timezone.localdate().isoformat()}检查" in found.message


def answering(*answers):
    left = iter(answers)

    def ask(address):
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([(200, "")], "fine"),
        ([(206, "")], "fine"),
        ([(403, "")], "fine"),
        ([(404, "")], "broken"),
        ([(500, "")], "broken"),
        ([(302, "/next"), (200, "")], "fine"),
        ([(302, "/a")] * 9, "broken"),
        ([TimeoutError()], "broken"),
        ([ConnectionRefusedError()], "broken"),
        ([NotAsked("链接指向内部网络或者本机地址。")], "refused"),
    ],
)
def test_what_an_answer_says_of_a_link(answers, state):
    assert judged("http://www.gov.cn/", answering(*answers))[0] == state


def test_where_a_site_sends_us_on_is_judged_anew():
    def ask(address):
        safe_target(address, lambda host, port: ["127.0.0.1" if host == "inner.cn" else "123.56.1.2"])
        return 302, "http://inner.cn/secret"

    assert judged("http://www.gov.cn/", ask) == ("refused", "链接指向内部网络或者本机地址。")


def test_screenings_are_added_and_never_changed(county):
    version, _ = linked(county, "http://www.gov.cn/x")
    made = services.screen(version.wording, by=who(county, Role.INFO_OFFICER))
    assert standing(connection)
    with pytest.raises(DatabaseError), transaction.atomic():
        Screening.objects.filter(pk=made.pk).update(errors=0, hits=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
