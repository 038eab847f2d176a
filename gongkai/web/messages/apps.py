from django.apps import AppConfig


class Config(AppConfig):
    name = "gongkai.web.messages"
    label = "public_messages"
    verbose_name = "公众留言"

    def ready(self) -> None:
        from gongkai.web.messages.access import POLICY
        from gongkai.web.messages.models import Message
        from gongkai.web.notes.kinds import register

        register(Message, POLICY, told={"edit_message": "修改留言的登记内容"})
