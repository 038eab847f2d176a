"""What programs and researchers may take: the open interface, the tables, the feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.portal.meta import column_meta

LISTS = (
    (
        "/api/v1/items",
        "全部公开信息，可以按机关、栏目、体裁、主题、年份、有效性、文号、公开日期筛选",
        "/api/v1/items.csv",
    ),
    ("/api/v1/policies", "政策文件", "/api/v1/policies.csv"),
    ("/api/v1/services", "办事服务，连同条件、材料、流程", "/api/v1/services.csv"),
    ("/api/v1/search?q=粮食", "检索", ""),
    ("/api/v1/changes", "新公开、改动、标注和撤下的，供同步", ""),
    ("/api/v1/organs", "机关", "/api/v1/organs.csv"),
    ("/api/v1/classes", "体裁、主题、服务对象、法定类别的取值", ""),
    ("/api/v1/annual-reports", "政府信息公开工作年度报告", "/api/v1/annual-reports.csv"),
    ("/api/v1/matters", "权责和服务事项", ""),
    ("/api/v1/decisions", "公开的许可、处罚等决定", ""),
)


def open_data(request: HttpRequest) -> HttpResponse:
    """The addresses of the lists with what is in them."""
    context = {
        "lists": LISTS,
        "crumbs": [("首页", "/"), ("开放数据", None)],
        "meta": column_meta("开放数据", description="供程序和研究者取用的公开信息：接口、表格和订阅"),
    }
    return render(request, "portal/open_data.html", context)
