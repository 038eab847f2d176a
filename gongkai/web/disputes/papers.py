"""The files of a dispute: kept encrypted, read only with a record of the reading."""

from gongkai.web.disputes.models import CasePaper
from gongkai.web.files.papers import Papers

PAPERS = Papers(
    CasePaper, of="dispute", roles=CasePaper.Role.values, noun="paper", gone="这件案件的材料已经随申请销毁，不能再存。"
)
add_paper, read_paper = PAPERS.add, PAPERS.read
