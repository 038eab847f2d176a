"""The wording of an organ's letters: which holds, and changing it.

    wording_of(organ, kind) -> Wording                              the organ's last version, else what comes with the program
    write_template(organ, kind, *, title, addressee, body, what_changed, by) -> TemplateVersion
    settings_of(organ) -> LetterSettings                            unsaved defaults where nothing was set
    edit_settings(settings, *, by) -> LetterSettings

Raises ``ValidationError`` with a sentence that names an unknown field and lists the known ones; nothing is saved then.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from gongkai.letters.kinds import LetterKind
from gongkai.letters.templates import WrongTemplate, check_template, places
from gongkai.web.letters.models import LetterSettings, TemplateVersion
from gongkai.web.log.actors import Actor
from gongkai.web.log.services import save
from gongkai.web.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter is made from; ``version`` is None for what comes with the program."""

    title: str
    addressee: str
    body: str
    version: TemplateVersion | None = None

    @property
    def told(self) -> str:
        """Which wording it is, for people."""
        return f"本机关第{self.version.number}版" if self.version else "系统自带"


def wording_of(organ: Organ, kind: LetterKind) -> Wording:
    """The wording that holds now."""
    found = TemplateVersion.objects.filter(organ=organ, kind=kind.key).order_by("-number").first()
    if found is None:
        return Wording(kind.title, kind.addressee, kind.body)
    return Wording(found.title, found.addressee, found.body, found)


@transaction.atomic
def write_template(
    organ: Organ, kind: LetterKind, *, title: str, addressee: str, body: str, what_changed: str, by: Actor
) -> TemplateVersion:
    """A new version, used for every letter made from now on; letters made before keep theirs."""
    check_wording(kind, title=title, addressee=addressee, body=body)
    if by.person is None:
        raise ValueError("模板要由人修改。")
    if not what_changed.strip():
        raise ValidationError({"what_changed": "请写明改了什么、依据什么，例如“按省的办理规范改写第二段”。"})
    Organ.objects.select_for_update().get(pk=organ.pk)
    current = wording_of(organ, kind)
    body = body.replace("\r\n", "\n").strip("\n")
    if (current.title, current.addressee, current.body.strip("\n")) == (title.strip(), addressee.strip(), body):
        raise ValidationError("没有改动。")
    last = TemplateVersion.objects.filter(organ=organ, kind=kind.key).aggregate(last=Max("number"))["last"] or 0
    made = TemplateVersion(
        organ=organ,
        kind=kind.key,
        number=last + 1,
        title=title.strip(),
        addressee=addressee.strip(),
        body=body,
        what_changed=what_changed.strip(),
        author=by.person,
    )
    return save(made, "write_template", by=by, organ=organ)


def check_wording(kind: LetterKind, *, title: str, addressee: str, body: str) -> None:
    """Raise ``ValidationError`` beside the field that is wrong."""
    wrong = {}
    for name, text, known in (("title", title, ()), ("addressee", addressee, kind.names), ("body", body, kind.names)):
        if name == "title" and places(text):
            wrong[name] = "标题里不用填写项：办理记录按标题和文号称呼这份文书。"
            continue
        try:
            check_template(text, known)
        except WrongTemplate as problem:
            wrong[name] = str(problem)
    if not wrong:
        try:
            kind.check(title, addressee, body)
        except WrongTemplate as problem:
            wrong["body"] = str(problem)
    if wrong:
        raise ValidationError(wrong)


def settings_of(organ: Organ) -> LetterSettings:
    """What was set for an organ; defaults, not saved, where nothing was."""
    return LetterSettings.objects.filter(organ=organ).first() or LetterSettings(organ=organ)


@transaction.atomic
def edit_settings(settings: LetterSettings, *, by: Actor) -> LetterSettings:
    """Save what was changed."""
    return save(settings, "edit_letter_settings", by=by, organ=settings.organ)
