"""The page that shows every component in every state, for those who build pages and those who judge them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.web.components.charts import Chart, Series, bar_chart, grouped_bars, line_chart
from gongkai.web.components.deadlines import badge
from gongkai.web.holidays.calendars import calendar_now
from gongkai.web.organs.authority import places_of

ROWS = (
    ("青石县农作物秸秆综合利用实施方案", "青农发〔2024〕12号", "现行有效", "good", 3),
    ("关于印发2024年高标准农田建设计划的通知", "青农发〔2024〕8号", "已修改", "warn", 12),
    ("关于规范农药经营许可的通知", "青农发〔2019〕31号", "已废止", "bad", 0),
)


class SampleForm(forms.Form):
    """Every kind of field; nothing is done with what is sent."""

    name = forms.CharField(label="标题", max_length=30, help_text="照文件首页的标题写，不加书名号。")
    text = forms.CharField(label="内容概述", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    day = forms.DateField(label="成文日期", widget=forms.DateInput(attrs={"type": "date"}))
    pages = forms.IntegerField(label="页数", min_value=1)
    kind = forms.ChoiceField(
        label="体裁", choices=[("", "请选择"), ("notice", "通知"), ("plan", "方案"), ("reply", "批复")]
    )
    disclosure = forms.ChoiceField(
        label="公开属性",
        widget=forms.RadioSelect,
        choices=[("proactive", "主动公开"), ("on_request", "依申请公开"), ("withheld", "不予公开")],
    )
    audience = forms.MultipleChoiceField(
        label="服务对象",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("farmers", "农民"), ("businesses", "企业"), ("all", "社会公众")],
    )
    attachment = forms.FileField(label="附件", required=False, help_text="DOCX、PDF 或 OFD。")
    sure = forms.BooleanField(label="已经逐项作过保密审查")


def pattern_page(request: HttpRequest) -> HttpResponse:
    """For staff; for everyone where the site is being built or is the demonstration."""
    if not (settings.DEBUG or settings.DEMONSTRATION or places_of(request.user)):
        raise Http404
    sent = SampleForm({"name": "超过三十个字的标题" * 4, "day": "昨天", "pages": "0"})
    if request.method == "POST":
        sent = SampleForm(request.POST, request.FILES)
    context = {
        "form": SampleForm(auto_id="plain_%s"),
        "sent": sent,
        "rows": ROWS,
        "page": Paginator(range(173), 10).get_page(request.GET.get("page", 7)),
        "events": _events(),
        "badges": _badges(),
        "charts": _charts(),
        "narrowing": _narrowing(),
        "tabs": [("基本信息", "#tabs", True), ("办理经过", "#tabs", False), ("文书", "#tabs", False)],
        "steps": [("起草", "done"), ("科室审核", "done"), ("保密审查", "now"), ("发布", "next")],
        "facts": [
            ("索引号", "11430221000000000X/2024-00012"),
            ("发布机关", "青石县农业农村局"),
            ("成文日期", "2024年9月25日"),
            ("没有值的不写", ""),
        ],
        "said": [
            Message(constants.SUCCESS, "申请已经登记，编号是青农公开申〔2024〕7号。"),
            Message(constants.ERROR, "邮件没有发出，请改用邮寄送达。"),
        ],
        "tones": (("neutral", "待登记"), ("info", "审查中"), ("good", "已答复"), ("warn", "等待补正"), ("bad", "逾期")),
        "crumbs": [("首页", "/"), ("组件", None)],
    }
    return render(request, "components/pattern_page.html", context)


def _events() -> list[dict[str, Any]]:
    at = timezone.make_aware(datetime(2024, 9, 25, 9, 30))
    return [
        {"at": at, "title": "收到申请", "who": "公众", "note": ""},
        {
            "at": at + timedelta(days=1, hours=2),
            "title": "登记",
            "who": "李静",
            "note": "统一编号：青农公开申〔2024〕7号",
        },
        {"at": at + timedelta(days=20), "title": "送达答复", "who": "李静", "note": "予以公开，电子邮件送达。"},
    ]


def _narrowing() -> list[dict[str, Any]]:
    """A list narrowed to one validity, and to no year yet."""
    states = [("现行有效", 120, True), ("已废止", 8, False)]
    years = [(f"{year}年", 30 - place, False) for place, year in enumerate(range(2024, 2014, -1))]
    return [
        {
            "title": title,
            "any_query": "?",
            "chosen": chosen,
            "choices": [
                {"title": name, "query": "#facets", "count": count, "chosen": now} for name, count, now in choices
            ],
        }
        for title, chosen, choices in (("有效性", "现行有效", states), ("年份", "", years))
    ]


def _badges() -> list[Any]:
    today, calendar = timezone.localdate(), calendar_now()
    far, near = today + timedelta(days=25), today + timedelta(days=3)
    return [
        badge(far, today, calendar, status="running"),
        badge(near, today, calendar, status="running"),
        badge(today, today, calendar, status="running"),
        badge(today - timedelta(days=9), today, calendar, status="running"),
        badge(far, today, calendar, status="standing"),
        badge(far, today, calendar, status="running", provisional=True),
        badge(None, today, calendar),
        badge(far, today, calendar, ended=True),
    ]


def _charts() -> list[Chart]:
    labels = ("政府信息公开申请新收", "予以公开", "不予公开", "无法提供")
    years = ("2019", "2020", "2021", "2022", "2023")
    return [
        bar_chart("2023年申请办理情况", labels, (132, 57, 0, None)),
        grouped_bars(
            "申请办理情况比较", labels, [Series("2023年", (132, 57, 9, 40)), Series("2022年", (118, 61, None, 0))]
        ),
        line_chart(
            "历年新收申请", years, [Series("新收", (41, 77, None, 118, 132)), Series("予以公开", (20, 33, 45, 61, 57))]
        ),
        bar_chart("收费金额增减", ("行政事业性收费", "其他"), (-12.5, 3), unit="万元", decimals=2),
        bar_chart("都是零", ("行政复议", "行政诉讼"), (0, 0)),
        line_chart("只有一年", ("2023",), [Series("新收", (132,))]),
        bar_chart("没有数据", (), ()),
    ]
