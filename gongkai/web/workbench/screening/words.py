"""The words by which an organ's texts are screened: list, add, change, import, export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.checks.words import KINDS, shipped
from gongkai.web.organs.authority import acting
from gongkai.web.organs.models import Organ
from gongkai.web.screening import services
from gongkai.web.screening.access import WORD_POLICY
from gongkai.web.screening.models import ScreeningWord
from gongkai.web.screening.word_files import MOST_BYTES, Unreadable, written_words
from gongkai.web.screening.wordlists import in_force
from gongkai.web.workbench.entry import staff

HERE = "筛查词表"


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A word with what should stand instead."""

    class Meta:
        model = ScreeningWord
        fields = ("wrong", "right", "kind", "grave", "note", "below", "active")
        help_texts = {
            "wrong": "至少两个字，照原样找。",
            "right": "没有固定换法的可以不填。",
            "grave": "送审时出现这个词，要有人处理才能送审。",
            "below": "下级机关的文稿也按这个词筛查。",
            "active": "停用以后，程序自带的同一个词也不再报。",
        }
        error_messages = {"wrong": {"required": "请填写不当的写法。"}}


class FileForm(forms.Form):
    """A list of words."""

    file = forms.FileField(
        label="CSV 文件", error_messages={"required": "请选择要导入的 CSV 文件。", "empty": "文件是空的。"}
    )

    def clean_file(self) -> Any:
        """Not larger than a list can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过5MB，请分成几个文件导入。")
        return file


def _crumbs(last: str = "") -> list[tuple[str, str | None]]:
    start: list[tuple[str, str | None]] = [("工作台", "/workbench/")]
    return [*start, (HERE, reverse("workbench:screening_words")), (last, None)] if last else [*start, (HERE, None)]


@staff
def words(request: Any) -> HttpResponse:
    """The organ's own words and those passed on to it."""
    WORD_POLICY.check(request.user, "read", _blank(request.organ))
    q, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    rows = [
        row
        for row in sorted(in_force(request.organ), key=lambda each: (each.kind, each.wrong))
        if (not q or q in row.wrong or q in row.right) and (kind not in KINDS or row.kind == kind)
    ]
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "q": q,
        "kind": kind,
        "kinds": KINDS.items(),
        "organ": request.organ,
        "may_edit": WORD_POLICY.holds(request.user, "edit", _blank(request.organ)),
        "shipped_count": len(shipped()),
        "crumbs": _crumbs(),
    }
    return render(request, "workbench/screening/words.html", context)


@staff
def new(request: Any) -> HttpResponse:
    """Add a word."""
    word = _blank(request.organ)
    WORD_POLICY.check(request.user, "edit", word)
    return _form(request, word, "新增筛查用词", "已新增。")


@staff
def edit(request: Any, pk: int) -> HttpResponse:
    """Change a word or take it out of use."""
    word = WORD_POLICY.get(request.user, ScreeningWord.objects.select_related("organ"), "edit", pk=pk)
    return _form(request, word, f"修改筛查用词“{word.wrong}”", "已修改。")


def _form(request: Any, word: ScreeningWord, title: str, done: str) -> HttpResponse:
    form = WordForm(request.POST or None, instance=word)
    if form.is_valid():
        try:
            services.save_word(form.instance, by=acting(request.user, word.organ))
        except ValidationError as refusal:
            told = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
            for name, sentences in told.items():
                form.add_error(name if name in form.fields else None, sentences)
        else:
            messages.success(request, done)
            return redirect("workbench:screening_words")
    context = {"form": form, "title": title, "crumbs": _crumbs(title)}
    return render(request, "workbench/screening/word.html", context, status=422 if form.errors else 200)


@staff
def import_(request: Any) -> HttpResponse:
    """Take in a list, all of it or nothing."""
    WORD_POLICY.check(request.user, "edit", _blank(request.organ))
    form = FileForm(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        try:
            done = services.import_words(
                request.organ, by=acting(request.user, request.organ), data=form.cleaned_data["file"].read()
            )
        except Unreadable as unreadable:
            problems = unreadable.problems
        else:
            messages.success(request, f"已导入：新增{done.added}个，修改{done.changed}个，没有变化{done.same}个。")
            return redirect("workbench:screening_words")
    status = 422 if form.errors or problems else 200
    context = {"form": form, "problems": problems, "crumbs": _crumbs("导入")}
    return render(request, "workbench/screening/import.html", context, status=status)


@staff
def export(request: Any) -> HttpResponse:
    """The organ's own words as a file."""
    WORD_POLICY.check(request.user, "read", _blank(request.organ))
    rows = ScreeningWord.objects.filter(organ=request.organ)
    response = HttpResponse(written_words(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="screening-words.csv"'
    return response


def _blank(organ: Organ) -> ScreeningWord:
    return ScreeningWord(organ=organ)
