"""The files of a message: kept encrypted, read only with a record of the reading."""

from gongkai.web.files.papers import Papers
from gongkai.web.messages.models import Paper

PAPERS = Papers(
    Paper,
    of="message",
    roles=Paper.Role.values,
    noun="message_paper",
    gone="这件留言的个人信息已经删除，不能再存材料。",
)
add_paper, read_paper = PAPERS.add, PAPERS.read
