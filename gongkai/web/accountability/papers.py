"""The files of complaints and rectifications: kept encrypted, read only with a record of the reading."""

from gongkai.web.accountability.models import Evidence, Paper
from gongkai.web.files.papers import Papers

PAPERS = Papers(
    Paper,
    of="complaint",
    roles=Paper.Role.values,
    noun="complaint_paper",
    gone="这件投诉的个人信息已经删除，不能再存材料。",
)
EVIDENCE = Papers(
    Evidence, of="rectification", roles=Evidence.Role.values, noun="rectification_paper", gone="不能再存材料。"
)
