"""Wagtail's list and page on the same data as ``portal_pages.py``, which starts it in an environment of its own.

    python portal_wagtail.py FOLDER ITEMS SECONDS       # prints requests per processor second as JSON

As its documentation builds a list: an index page with its children paginated, here read with one join, only the columns
that a row shows, newest first by an index on the date; addresses by ``pageurl`` with the paths of sites kept. No facets,
no column tree, no validity: it does less on its list than ours.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

FRAME = """{% load wagtailcore_tags static %}<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ page.title }}</title>
<meta name="SiteName" content="青石县农业农村局"><link rel="stylesheet" href="{% static 'site.css' %}"></head><body><header><p><a href="/">青石县农业农村局</a></p>
<nav><ul>{% for title in columns %}<li><a href="/{{ title }}/">{{ title }}</a></li>{% endfor %}</ul></nav></header><main>{% block main %}{% endblock %}</main>
<footer><p>主办单位：青石县农业农村局</p></footer></body></html>"""
LIST = """{% extends "frame.html" %}{% load wagtailcore_tags %}{% block main %}<h1>{{ page.title }}</h1><p>共{{ rows.paginator.count }}件</p><ul>
{% for item in rows %}<li><a href="{% pageurl item %}">{{ item.title }}</a> <time>{{ item.on|date:"Y年n月j日" }}</time><p>{{ item.document_number }}</p></li>{% endfor %}
</ul><nav>{% if rows.has_next %}<a href="?page={{ rows.next_page_number }}">下一页</a>{% endif %}</nav>{% endblock %}"""
ITEM = """{% extends "frame.html" %}{% load wagtailcore_tags %}{% block main %}<nav>{% for each in page.get_ancestors %}{% if not each.is_root %}<a href="{% pageurl each %}">{{ each.title }}</a>{% endif %}{% endfor %}</nav>
<h1>{{ page.title }}</h1><dl><dt>文号</dt><dd>{{ page.document_number }}</dd><dt>日期</dt><dd>{{ page.on|date:"Y年n月j日" }}</dd></dl>{{ page.body|richtext }}
{% with page.beside as pair %}<nav>{% for each in pair %}{% if each %}<a href="{% pageurl each %}">{{ each.title }}</a>{% endif %}{% endfor %}</nav>{% endwith %}{% endblock %}"""


def set_up(folder: Path) -> Any:
    """A site of Wagtail in a folder; the two kinds of pages."""
    import django
    from django.conf import settings

    templates = folder / "templates"
    templates.mkdir(parents=True, exist_ok=True)
    for name, text in (("frame.html", FRAME), ("list.html", LIST), ("item.html", ITEM)):
        (templates / name).write_text(text, encoding="utf-8")
    settings.configure(
        SECRET_KEY="benchmark", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="wagtail.urls", STATIC_URL="/static/",
        USE_TZ=True, TIME_ZONE="Asia/Shanghai", LANGUAGE_CODE="zh-hans", WAGTAIL_SITE_NAME="bench", WAGTAILADMIN_BASE_URL="http://localhost",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3"), "CONN_MAX_AGE": 60, "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"}}},
        INSTALLED_APPS=["wagtail", "wagtail.users", "wagtail.images", "wagtail.documents", "wagtail.sites", "wagtail.search", "wagtail.admin",
            "modelcluster", "taggit", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "django.contrib.staticfiles"],
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [str(templates)], "APP_DIRS": True, "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages"]}}],
    )  # fmt: skip
    django.setup()
    from django.core.paginator import Paginator
    from django.db import models
    from wagtail.fields import RichTextField
    from wagtail.models import Page

    columns = [f"栏目{n}" for n in range(10)]

    class ListPage(Page):
        template = "list.html"

        class Meta:
            app_label = "wagtailcore"

        def get_context(self, request: Any) -> Any:
            rows = (
                ItemPage.objects.child_of(self)
                .live()
                .order_by("-on", "-pk")
                .only("title", "url_path", "on", "document_number")
            )
            return super().get_context(request) | {
                "rows": Paginator(rows, 20).get_page(request.GET.get("page")),
                "columns": columns,
            }

    class ItemPage(Page):
        template = "item.html"
        on = models.DateTimeField()
        document_number = models.CharField(max_length=100)
        body = RichTextField()

        class Meta:
            app_label = "wagtailcore"
            indexes = (models.Index(fields=("-on", "-page_ptr"), name="item_newest"),)

        def get_context(self, request: Any) -> Any:
            return super().get_context(request) | {"columns": columns}

        def beside(self) -> tuple[Any, Any]:
            near = ItemPage.objects.only("title", "url_path")
            return near.filter(on__lt=self.on).order_by("-on").first(), near.filter(on__gt=self.on).order_by(
                "on"
            ).first()

    return ListPage, ItemPage


def fill(folder: Path, count: int, kinds: Any) -> None:
    """The pages: the first by Wagtail's own way, the others as copies of its rows with their own places in the tree."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from portal_pages import BODY, title_of
    from wagtail.models import Page, Site

    lists, items = kinds
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(lists)
        editor.create_model(items)
    root = Site.objects.get().root_page
    above = root.add_child(instance=lists(title="目录", slug="catalogue"))
    began = datetime(2012, 1, 1, tzinfo=UTC)
    first = above.add_child(
        instance=items(title=title_of(0), slug="item-0", on=began, document_number="青农发〔2012〕0号", body=BODY)
    )
    row = Page.objects.filter(pk=first.pk).values().get()
    row.pop("id")
    with transaction.atomic():
        for start in range(1, count, 500):
            pages, more = [], []
            for n in range(start, min(start + 500, count)):
                given = row | {
                    "id": first.pk + n, "path": items._get_path(above.path, above.depth + 1, n + 1), "title": title_of(n), "draft_title": title_of(n),
                    "slug": f"item-{n}", "url_path": f"{above.url_path}item-{n}/", "translation_key": uuid4(),
                }  # fmt: skip
                pages.append(Page(**given))
                at = began + timedelta(hours=5 * n)
                more.append((first.pk + n, at.strftime("%Y-%m-%d %H:%M:%S"), f"青农发〔{at.year}〕{n}号", BODY))
            Page.objects.bulk_create(pages)
            with connection.cursor() as cursor:
                sql = f'INSERT INTO {items._meta.db_table} (page_ptr_id, "on", document_number, body) VALUES (%s, %s, %s, %s)'
                cursor.executemany(sql, more)
    Page.objects.filter(pk=above.pk).update(numchild=count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def main() -> None:
    folder, count, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    ready = (folder / "filled").exists()
    kinds = set_up(folder)
    if not ready:
        fill(folder, count, kinds)
        (folder / "filled").touch()
    import django
    import wagtail
    from django.core.handlers.wsgi import WSGIHandler
    from portal_pages import asking, per_second

    application = WSGIHandler()
    found: dict[str, Any] = {
        "列表": per_second(asking(application, "/catalogue/"), seconds),
        "信息": per_second(asking(application, f"/catalogue/item-{count // 2}/"), seconds),
        "versions": f"Wagtail {wagtail.__version__}（Django {django.__version__}）",
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
