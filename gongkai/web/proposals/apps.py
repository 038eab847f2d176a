from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.proposals"
    label = "proposals"
    verbose_name = "建议提案"

    def ready(self) -> None:
        from gongkai.web.notes.kinds import register
        from gongkai.web.proposals.access import POLICY
        from gongkai.web.proposals.models import Proposal

        register(Proposal, POLICY, told={"edit_proposal": "修改建议、提案的登记内容"})
