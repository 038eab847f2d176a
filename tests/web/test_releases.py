"""Releases by channel: the website's are written by the system, all others by people; each once, corrected by voiding."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.organs.importing.table import UnreadableList
from gongkai.organs.roles import Role
from gongkai.publishing.channels import growth, members
from gongkai.web.publishing import services as publishing
from gongkai.web.publishing.models import LocalClass
from gongkai.web.releases import queries, services
from gongkai.web.releases.importing import plan_releases
from gongkai.web.releases.models import Release
from tests.web.conftest import signed_in, verified
from tests.web.publishing_walks import column_of, published, reviewed, submitted, who

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 10))


def recorded(county, channel="wechat", title="秋粮收购政策解读", on=date(2024, 9, 25), **fields) -> Release:
    return services.record_release(
        county.bureau, by=who(county, Role.INFO_OFFICER), channel=channel, title=title, on=on, **fields
    )


def listed(*lines: str) -> bytes:
    return ("渠道,标题,发布日期,内容类型,索引号\n" + "\n".join(lines)).encode("utf-8-sig")


def test_what_the_website_publishes_is_recorded_by_the_system_on_that_day_with_the_kind_of_its_column(county):
    column = column_of(county, code="news", title="政务动态", kind="news")
    item = published(county, at=moment(date(2024, 9, 20)), column=column)
    (found,) = queries.website(county.bureau, *YEAR)
    assert (found.item, found.kind, found.on, found.recorded_by) == (item, "news", date(2024, 9, 20), None)


def test_a_later_version_is_no_second_release_on_the_website(county):
    item = published(county, at=moment(date(2024, 9, 20)))
    again = publishing.new_version(item, by=who(county, Role.INFO_OFFICER), at=moment(date(2024, 9, 21)))
    publishing.edit_draft(again, by=who(county, Role.INFO_OFFICER), title="改过的标题", at=moment(date(2024, 9, 21)))
    publishing.submit(again, by=who(county, Role.INFO_OFFICER), at=moment(date(2024, 9, 21)))
    reviewed(county, again, at=moment(date(2024, 9, 22)))
    publishing.publish(again, by=who(county, Role.FOI_OFFICER), at=moment(date(2024, 9, 22)))
    assert queries.website(county.bureau, *YEAR).count() == 1


def test_nobody_records_or_voids_a_release_on_the_website_by_hand(county):
    published(county)
    with pytest.raises(ValidationError, match="由系统在发布的那一刻登记"):
        recorded(county, channel="website")
    with pytest.raises(ValidationError, match="不能作废"):
        services.void_release(Release.objects.get(), by=who(county, Role.FOI_OFFICER), reason="试")


def test_a_release_of_a_day_to_come_is_refused_and_one_of_the_past_says_when_it_was_recorded(county):
    with pytest.raises(ValidationError, match="还没有到"):
        recorded(county, on=timezone.localdate() + timedelta(days=1))
    made = recorded(county, on=timezone.localdate() - timedelta(days=30))
    assert made.late_days == 30 and made.recorded_by == county.person(Role.INFO_OFFICER)


def test_an_item_is_recorded_once_in_a_channel_and_again_only_after_voiding(county):
    item = published(county)
    today = timezone.localdate()
    first = recorded(county, item=item, on=today)
    with pytest.raises(ValidationError, match="同一渠道只数一次"):
        recorded(county, item=item, on=today)
    recorded(county, channel="newspaper", item=item, on=today)
    services.void_release(first, by=who(county, Role.FOI_OFFICER), reason="日期登记错了")
    recorded(county, item=item, on=today)
    assert queries.releases(county.bureau, today, today, channels=["wechat"]).count() == 1
    assert Release.objects.filter(channel="wechat").count() == 2


def test_an_item_that_is_not_public_has_no_release_through_any_channel(county):
    version = submitted(county)
    with pytest.raises(ValidationError, match="先审查后公开"):
        recorded(county, item=version.item, on=timezone.localdate())


def test_an_unknown_channel_and_an_account_of_another_platform_are_refused(county):
    with pytest.raises(ValidationError, match="没有这种渠道"):
        recorded(county, channel="pigeon")
    weibo = services.add_account(
        county.bureau, by=who(county, Role.FOI_OFFICER), platform="weibo", name="青石农业", manager="办公室", opened_on=date(2023, 1, 1)
    )  # fmt: skip
    with pytest.raises(ValidationError, match="不是本机关在这个渠道上的账号"):
        recorded(county, account=weibo)


def test_a_closed_account_takes_no_later_release(county):
    by = who(county, Role.FOI_OFFICER)
    account = services.add_account(
        county.bureau, by=by, platform="wechat", name="青石农业", manager="办公室", opened_on=date(2023, 1, 1)
    )
    account = services.close_account(account, by=by, on=date(2024, 6, 30), why="并入县政府账号")
    with pytest.raises(ValidationError, match="没有开着"):
        recorded(county, account=account)
    assert recorded(county, account=account, on=date(2024, 5, 1)).account == account
    assert not queries.accounts(county.bureau, date(2024, 6, 30)).exists()


def test_groups_count_each_release_once_and_classes_topics_and_growth_are_queries(county):
    by = who(county, Role.FOI_OFFICER)
    LocalClass.objects.create(organ=county.bureau, key="benefits", title="涉企优惠政策")
    item = published(county, at=moment(date(2024, 9, 21)), local_classes=["benefits"])
    for channel in ("radio", "television", "screens", "weibo", "wechat"):
        recorded(county, channel=channel)
    bureau = county.bureau
    assert queries.releases(bureau, *YEAR).count() == 6
    assert queries.releases(bureau, *YEAR, channels=["broadcast_boards", "radio"]).count() == 3
    assert queries.releases(bureau, *YEAR, channels=["new_media"]).count() == 2
    assert [each.item for each in queries.website(bureau, *YEAR, local_class="benefits")] == [item]
    assert queries.website(bureau, *YEAR, local_class="plans").count() == 0
    assert list(queries.first_released(bureau, ["normative_documents"], *YEAR)) == [item]
    topic = publishing.add_column(
        bureau, by=by, code="sannong", title="三农专题", topic=True, opened_on=date(2024, 5, 1)
    )
    assert list(queries.topic_columns(bureau, date(2024, 12, 31))) == [topic]
    assert not queries.topic_columns(bureau, date(2024, 4, 30)).exists()
    assert queries.topic_columns_opened(bureau, *YEAR).count() == 1
    assert members(["press", "newspaper"]) == ("newspaper", "television") and growth(1507, 815) == 85


def test_interpretations_are_counted_by_form(county):
    for number, form in enumerate(("infographic", "animation", "text")):
        published(
            county, at=moment(date(2024, 9, 21)), genre="interpretations", title=f"解读{number}", document_number="",
            details={"form": form},
        )  # fmt: skip
    assert queries.interpretations(county.bureau, *YEAR, forms=["infographic", "animation"]).count() == 2
    assert queries.interpretation_releases(county.bureau, *YEAR).count() == 3


def test_a_file_in_gbk_is_read_and_every_wrong_line_is_told(county):
    data = "渠道,标题,发布日期\n政务微信,甲,2024-09-25\n信鸽,乙,2024-09-25\n电视,丙,2099-01-01\n政务微信,甲,2024/9/25\n政府网站,丁,2024-09-25\n".encode(
        "gb18030"
    )
    lines = plan_releases(county.bureau, data)
    assert [bool(line.errors) for line in lines] == [False, True, True, True, True]
    assert "不认识“信鸽”" in lines[1].errors[0] and "还没有到" in lines[2].errors[0]
    assert lines[3].errors == ["和第2行是同一条，同一渠道只登记一次。"]
    assert "不认识“政府网站”" in lines[4].errors[0]
    with pytest.raises(ValidationError, match="第3行"):
        services.import_releases(county.bureau, data, by=who(county, Role.INFO_OFFICER))
    assert not Release.objects.exists()


def test_a_file_with_a_strange_column_is_refused_with_the_columns_there_are(county):
    with pytest.raises(UnreadableList, match="不认识的列：阅读量"):
        plan_releases(county.bureau, "渠道,标题,发布日期,阅读量\n政务微信,甲,2024-09-25,3\n".encode("gb18030"))


def test_a_file_is_recorded_once_only(county):
    item = published(county, at=moment(date(2024, 9, 20)))
    data = listed(
        *(f"政务微信,第{number}期,2024-09-25,政务动态," for number in range(30)),
        f"报刊,见报,2024-09-26,,{item.index_number}",
    )
    made = services.import_releases(county.bureau, data, by=who(county, Role.INFO_OFFICER))
    assert len(made) == 31 and made[-1].item == item
    assert all("已经登记过" in line.errors[0] for line in plan_releases(county.bureau, data))


def test_the_pages_record_with_evidence_import_in_two_steps_and_void(client, county, settings, tmp_path):
    item = published(county)
    signed_in(client, county.person(Role.INFO_OFFICER))
    page = client.get(reverse("workbench:item", args=[item.pk])).content.decode()
    assert "发布渠道" in page and "政府网站" in page and f"?item={item.pk}" in page
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
    )
    today = f"{timezone.localdate():%Y-%m-%d}"
    answer = client.post(
        reverse("workbench:new_release") + f"?item={item.pk}",
        {"channel": "wechat", "on": today, "item": item.index_number, "kind": "news", "evidence": SimpleUploadedFile("截图.png", png)},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    made = Release.objects.get(channel="wechat")
    assert made.evidence is not None and made.title == item.title
    assert client.get(reverse("workbench:release_evidence", args=[made.pk])).status_code == 200
    answer = client.post(
        reverse("workbench:new_release"), {"channel": "wechat", "on": today, "item": item.index_number, "kind": "news"}
    )
    assert answer.status_code == 422 and "同一渠道只数一次" in answer.content.decode()
    upload = client.post(
        reverse("workbench:import_releases"),
        {"file": SimpleUploadedFile("a.csv", listed("电视,新闻联播,2024-09-25,,"))},
    )
    content = re.search(r'name="content" value="([^"]+)"', upload.content.decode())[1]
    assert client.post(reverse("workbench:import_releases"), {"content": content + "x"}).status_code == 422
    assert client.post(reverse("workbench:import_releases"), {"content": content}).status_code == 302
    assert Release.objects.filter(channel="television").count() == 1
    assert client.post(reverse("workbench:void_release", args=[made.pk]), {"reason": "错"}).status_code == 403
    verified(client, county.person(Role.FOI_OFFICER))
    assert client.post(reverse("workbench:void_release", args=[made.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("workbench:void_release", args=[made.pk]), {"reason": "登记错了"}).status_code == 302
    assert Release.objects.get(pk=made.pk).void_reason == "登记错了"


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_asks_the_database_no_more_for_fifty_releases(client, county, django_assert_max_num_queries, number):
    lines = [f"政务微信,第{each}期,2024-09-25,政务动态," for each in range(number)]
    services.import_releases(county.bureau, listed(*lines), by=who(county, Role.INFO_OFFICER))
    signed_in(client, county.person(Role.FOI_OFFICER))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("workbench:releases") + "?since=2024-01-01&until=2024-12-31&channel=wechat")
    assert page.status_code == 200
