"""The files of a proposal: kept encrypted, read only with a record of the reading."""

from gongkai.web.files.papers import Papers
from gongkai.web.proposals.models import ProposalPaper

PAPERS = Papers(
    ProposalPaper,
    of="proposal",
    roles=ProposalPaper.Role.values,
    noun="proposal_paper",
    gone="这件建议、提案的材料已经销毁，不能再存材料。",
)
add_paper, read_paper = PAPERS.add, PAPERS.read
