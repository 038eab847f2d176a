"""A document of which a part is covered: brought by the office, its personal data marked, the file released by the head."""

from __future__ import annotations

from gongkai.letters import Facts, Letter, Paragraph, write
from gongkai.redaction.marks import Box, Marks
from gongkai.web.applications.materials import add_material
from gongkai.web.applications.models import Application, Material
from gongkai.web.log.actors import Actor
from gongkai.web.redaction import marking, releasing
from gongkai.web.redaction.models import Redaction, Release

ROWS = [
    ("机手", "田有余"),
    ("身份证件号码", "110101196811112212"),
    ("联系电话", "13900000018"),
    ("作业地块", "青山镇柳河村三组，水浇地42亩"),
    ("作业深度", "抽查6处，最浅26厘米，合格"),
    ("补助标准", "每亩30元"),
]
LAYER, GROUND = "applicant", "personal_privacy"


def cover(application: Application, *, by: Actor) -> None:
    """Bring the document and mark the personal data that is found in its words."""
    heading = Paragraph("经现场抽查，作业质量合格，同意按标准结算。")
    data = write(Letter("深松作业验收单", [Facts(ROWS), heading], organ=application.organ.name), "pdf")
    source = add_material(application, role=Material.Role.SOURCE, name="深松作业验收单.pdf", data=data, by=by)
    redaction = marking.begin(application, source, LAYER, by=by)
    marks = Marks()
    for each in marking.propose(redaction, by=by):
        place = each.box
        here = Box(place.left, place.top, place.width, place.height, GROUND)
        marks = marks.with_page(each.page, [*marks.on(each.page), here])
    marking.mark(redaction, marks, based_on=0, by=by)


def release(application: Application, *, by: Actor) -> None:
    """Have the file made; it has to pass the gate."""
    redaction = Redaction.objects.get(application=application)
    made = releasing.make(releasing.ask_release(redaction, version=1, by=by), by=by)
    if made.state != Release.State.RELEASED:
        raise LookupError(f"演示的遮盖没有通过核验：{made.told}")
