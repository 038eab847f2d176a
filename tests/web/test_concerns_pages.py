"""Pages of public concerns and meetings: a whole path on the workbench, and what the public reads and asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from concern_walks import approved, assessed, held, hours, meeting, registered, responded, who
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import html

from gongkai.engagement.concerns.moves import TABLE
from gongkai.organs.roles import Role
from gongkai.web.concerns import meetings, questions, services
from gongkai.web.concerns.models import AskedQuestion, Concern, PublicMeeting
from gongkai.web.concerns.moving import BY_THEMSELVES
from tests.web.conftest import verified
from tests.web.conftest import words as text_of

HERE = "/workbench/concerns/"
NOW = timezone.localtime


def signed_in(county, role=Role.FOI_OFFICER, organ=None):
    return verified(Client(), county.person(role, organ))


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_concern_goes_from_its_registration_to_the_portal(county):
    office, writer, chief = (
        signed_in(county, each) for each in (Role.FOI_OFFICER, Role.INFO_OFFICER, Role.SECTION_HEAD)
    )
    found = timezone.now() - timedelta(hours=2)
    form = {"title": "县府路路口连续积水", "source": "propaganda", "severity": "other", "found_at": typed(found)}
    page = office.post(f"{HERE}new/", form | {"token": "a" * 32})
    concern = Concern.objects.get()
    assert page.headers["Location"] == concern.get_absolute_url()
    office.post(f"{HERE}new/", form | {"token": "a" * 32})
    assert Concern.objects.count() == 1
    here = concern.get_absolute_url()
    told = text_of(office.get(here))
    assert "回应还有45小时" in told or "回应还有46小时" in told
    for client, name, given in (
        (office, "assess", {"finding": "关注何时修好", "to_section": county.section.pk}),
        (writer, "draft", {"heading": "积水情况说明", "body": "排水管已经疏通。"}),
        (chief, "approve", {"opinion": ""}),
        (office, "respond", {"ways": ["website", "wechat"], "shown": "on"}),
    ):
        assert client.get(f"{here}moves/{name}/").status_code == 200
        answer = client.post(f"{here}moves/{name}/", given)
        assert answer.status_code == 302, text_of(answer)
    concern.refresh_from_db()
    assert (concern.state, concern.in_time) == ("responded", True)
    public = Client()
    assert "积水情况说明" in text_of(public.get("/concerns/"))
    assert "排水管已经疏通" in text_of(public.get(concern.responses.get().get_absolute_url()))
    assert "按时" in text_of(office.get(here))
    assert "夜间、休息日、节假日照算" in text_of(office.get(f"{here}proof/"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"found_at": "昨天"}, "请写明日期和时刻"),
        ({"found_at": "0026-05-06T09:00"}, "年份应在1900年至2199年之间"),
        ({"found_at": "2199-05-06T09:00"}, "还没有到"),
        ({"severity": ""}, "必"),
        ({"title": "电话13900000000的网民"}, "手机号码"),
        ({"title": "积\x00水"}, ""),
    ],
)
def test_what_is_registered_wrongly_comes_back_with_what_was_typed(county, given, told):
    form = {
        "title": "积水",
        "source": "monitoring",
        "severity": "other",
        "found_at": "2026-05-06T09:00",
        "summary": "留着",
    }
    page = signed_in(county).post(f"{HERE}new/", form | given)
    assert page.status_code == 422
    assert "留着" in page.content.decode()
    assert told in text_of(page) or told == "必"
    assert Concern.objects.count() == 0


def test_every_step_has_its_page_and_says_when_it_can_be_made(county):
    client, concern = signed_in(county), registered(county)
    for each in TABLE.moves:
        page = client.get(f"{concern.get_absolute_url()}moves/{each.name}/")
        assert page.status_code in ((404,) if not each.sources[0] else (200, 403)), each.name
    assert set(BY_THEMSELVES) < {each.name for each in TABLE.moves} | {""}


def test_a_refused_answer_loses_nothing_typed(county):
    concern, client = approved(county), signed_in(county)
    page = client.post(
        f"{concern.get_absolute_url()}moves/respond/",
        {"ways": ["website"], "responded_at": "2020-01-01T09:00", "url": "https://x.gov.cn/1"},
    )
    assert page.status_code == 422
    assert "早于知道舆情的时刻" in text_of(page)
    assert "https://x.gov.cn/1" in page.content.decode()


def test_regrading_on_the_page_moves_the_hours(county):
    concern, client = assessed(county), signed_in(county)
    known = hours(1)
    page = client.post(
        f"{concern.get_absolute_url()}moves/escalate/",
        {"severity": "major", "known_at": typed(known), "reason": "伤亡增加"},
    )
    assert page.status_code == 302
    concern.refresh_from_db()
    assert (concern.severity, concern.due_at) == ("major", hours(6))
    assert "重新起算" in text_of(client.get(concern.get_absolute_url()))


def test_a_moment_is_amended_by_another_on_the_page(county):
    concern = registered(county)
    page = f"{concern.get_absolute_url()}steps/1/amend/"
    client = signed_in(county, Role.LEADING_GROUP)
    assert "原登记：2026-05-06 09:00" in text_of(client.get(page))
    same = {"found_at": "2026-05-06T09:00", "source": "monitoring", "reason": "看看"}
    assert "没有改动" in text_of(client.post(page, same))
    assert client.post(page, same | {"found_at": "2026-05-06T07:00"}).status_code == 302
    concern.refresh_from_db()
    assert concern.due_at == hours(46)


def test_another_organ_and_who_is_not_signed_in_see_nothing(county):
    concern = registered(county)
    assert signed_in(county, organ=county.other).get(concern.get_absolute_url()).status_code == 404
    assert Client().get(concern.get_absolute_url()).status_code == 302
    assert (
        signed_in(county, Role.ARCHIVIST if hasattr(Role, "ARCHIVIST") else Role.AUDITOR)
        .post(f"{HERE}new/", {})
        .status_code
        == 403
    )


def test_lists_ask_a_fixed_number_of_times(county, django_assert_max_num_queries):
    client = signed_in(county)
    for number in range(12):
        registered(county, title=f"第{number}件", found_at=hours(number))
    client.get(HERE)
    with django_assert_max_num_queries(14):
        page = client.get(HERE)
    assert "第11件" in text_of(page)
    assert "逾期" in text_of(page)


def test_every_number_of_the_statistics_opens_just_the_records_that_it_counts(county):
    client = signed_in(county)
    responded(county), responded(county, "major", after=9, title="另一件"), registered(county, title="还没有回应的")
    held(county), held(county, part="attended", title="市里的发布会", head_attended=True)
    talk = held(county, "live")
    for state, live in (("answered", True), ("answered", False), ("passed", False), ("declined", False)):
        talk.questions.create(state=state, live=live, asked="问", wording="问", asked_at=talk.starts_at)
    query = "since=2026-01-01&until=2026-12-31"
    page = client.get(f"{HERE}statistics/?{query}")
    assert "按时回应的比例：50.0%" in text_of(page)
    opened = {}
    for cell in html.document_fromstring(page.content.decode()).xpath("//td[@class='number']/a"):
        listed = html.document_fromstring(client.get(cell.get("href")).content.decode())
        opened[cell.get("href").split("/")[-2]] = int(cell.text)
        assert len(listed.xpath("//main//ul[@class='list']/li")) == int(cell.text), cell.get("href")
    wanted = {"noticed": 3, "concerns": 2, "concerns.in_time": 1, "concerns.late": 1, "concerns.way.website": 2}
    wanted |= {"concerns.severity.major": 1, "meetings.press_conference": 2, "meetings.press_conference.head": 1}
    wanted |= {"meetings.live": 1, "questions": 3, "questions.live": 1, "questions.after": 1}
    assert wanted.items() <= opened.items()
    assert "市里的发布会" in text_of(client.get(f"{HERE}statistics/meetings.press_conference.attended/?{query}"))
    for form in ("csv", "xlsx"):
        answer = client.get(f"{HERE}statistics/?{query}&as={form}")
        assert b"".join(answer.streaming_content if answer.streaming else [answer.content])
    assert client.get(f"{HERE}statistics/nothing/?{query}").status_code == 404
    assert client.get(f"{HERE}statistics/?since=x&until=9999-99-99").status_code == 200


# 发布会、访谈和提问


def coming_interview(county, **given):
    start = timezone.now() + timedelta(hours=5)
    made = meeting(county, "interview", start, takes_questions=True, at=timezone.now(), **given)
    return meetings.announce(made, by=who(county))


def test_an_interview_is_entered_announced_asked_held_and_answered(county):
    cache.clear()
    office, chief = signed_in(county), signed_in(county, Role.SECTION_HEAD)
    start = timezone.now() + timedelta(minutes=2)
    form = {"kind": "interview", "part": "held", "title": "惠农补贴", "place": "县融媒体中心", "takes_questions": "on"}
    page = office.post(f"{HERE}meetings/new/", form | {"starts_at": typed(start + timedelta(minutes=1))})
    assert page.status_code == 302, text_of(page)
    made = PublicMeeting.objects.get()
    public = f"/concerns/meetings/{made.pk}/"
    assert Client().get(public).status_code == 404
    assert office.post(f"{HERE}meetings/{made.pk}/announce/").status_code == 302
    assert "我要提问" in text_of(Client().get(public))
    asker = Client(enforce_csrf_checks=True)
    asked = asker.get(f"{public}ask/")
    token = asked.context["csrf_token"]
    sent = {"asked": "ppq补贴何时发放？", "token": "b" * 32, "csrfmiddlewaretoken": str(token)}
    assert asker.post(f"{public}ask/", {"asked": "没有凭据"}).status_code == 403
    for _ in range(2):
        assert asker.post(f"{public}ask/", sent).status_code == 302
    question = AskedQuestion.objects.get()
    assert "ppq" not in text_of(Client().get(public))
    step = f"{HERE}questions/{question.pk}/"
    assert office.post(f"{step}pass/", {"text": "补贴何时发放？"}).status_code == 302
    assert "补贴何时发放" in text_of(Client().get(public))
    PublicMeeting.objects.filter(pk=made.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    assert office.post(f"{HERE}meetings/{made.pk}/hold/", {"transcript": "主持人：各位网友好。"}).status_code == 302
    assert office.post(f"{step}answer/", {"text": "六月底以前。"}).status_code == 302
    assert "六月底以前" not in text_of(Client().get(public))
    assert "不能自己审核" in text_of(office.post(f"{step}release/"))
    assert chief.post(f"{step}release/").status_code == 302
    told = text_of(Client().get(public))
    assert "六月底以前" in told
    assert "各位网友好" in told


def test_a_question_that_is_too_long_or_too_late_comes_back(county):
    cache.clear()
    talk = coming_interview(county)
    page = Client().post(f"/concerns/meetings/{talk.pk}/ask/", {"asked": "长" * 501})
    assert page.status_code == 422
    assert "长长长" in page.content.decode()
    meetings.cancel(talk, "改期", by=who(county))
    late = Client().post(f"/concerns/meetings/{talk.pk}/ask/", {"asked": "还能问吗"})
    assert late.status_code == 422
    assert "还能问吗" in text_of(late)
    assert "这场活动取消了" in text_of(Client().get(f"/concerns/meetings/{talk.pk}/"))


def test_asking_too_often_is_slowed_down_without_losing_the_question(county):
    cache.clear()
    talk = coming_interview(county)
    answers = [Client().post(f"/concerns/meetings/{talk.pk}/ask/", {"asked": f"第{n}问"}) for n in range(11)]
    assert [each.status_code for each in answers] == [302] * 10 + [429]
    assert "第10问" in answers[-1].content.decode()


def test_the_public_never_reads_what_is_prepared_or_withdrawn(county):
    hidden = meeting(county, title="zzq筹备中的")
    talk = coming_interview(county)
    declined = questions.ask(talk, "zzq不采用的")
    questions.decline(declined, "无关", by=who(county))
    concern = responded(county)
    services.withdraw_response(concern.responses.get(), "数据有误", by=who(county))
    approved(county, title="zzq未发布的")
    told = "".join(
        Client().get(each).content.decode()
        for each in ("/concerns/", "/concerns/responses/", "/concerns/meetings/", f"/concerns/meetings/{talk.pk}/")
    )
    assert "zzq" not in told
    assert "关于县府路积水的说明" not in told
    assert Client().get(concern.responses.get().get_absolute_url()).status_code == 404
    assert Client().get(f"/concerns/meetings/{hidden.pk}/").status_code == 404


def test_strange_addresses_are_answered_calmly(county):
    for address in (
        "?organ=%00",
        "meetings/?kind=x&organ=nongye",
        "meetings/?kind=interview",
        "responses/?page=x",
        "?organ=nongye",
    ):
        assert Client().get(f"/concerns/{address}").status_code == 200
    assert Client().get("/concerns/responses/999/").status_code == 404
    assert "回应关切" in text_of(Client().get("/nongye/"))


def test_what_was_done_before_eight_in_the_morning_belongs_to_its_day(county):
    early = hours(-2.5)
    concern = registered(county, found_at=early, at=hours(-2.2))
    assert "日期：" not in text_of(signed_in(county).get(concern.get_absolute_url()))


def test_the_statistics_ask_a_fixed_number_of_times(county, django_assert_max_num_queries):
    client = signed_in(county)
    responded(county), held(county)
    client.get(f"{HERE}statistics/")
    with django_assert_max_num_queries(14):
        client.get(f"{HERE}statistics/?since=2026-01-01&until=2026-12-31")
