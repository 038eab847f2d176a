import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organs", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("organs", "机关"), ("sections", "科室"), ("people", "人员与任职")],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件校验值")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="核对结果校验值")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "导入文件",
                "verbose_name_plural": "导入文件",
                "ordering": ("-uploaded_at", "-id"),
            },
        ),
        migrations.AlterField(
            model_name="organ",
            name="code",
            field=models.CharField(
                error_messages={"unique": "这个网址标识已经有别的机关用了，请换一个。"},
                max_length=40,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9][a-z0-9-]*$", "网址标识由小写字母、数字和横线组成，例如 jingxin。"
                    )
                ],
                verbose_name="网址标识",
            ),
        ),
        migrations.AlterField(
            model_name="workpointprogress",
            name="link",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[
                    django.core.validators.RegexValidator(
                        "^(https?://\\S+|/\\S*)$", "佐证链接以 http:// 或者 https:// 开头，或者是本站以 / 开头的地址。"
                    )
                ],
                verbose_name="佐证链接",
            ),
        ),
        migrations.AlterConstraint(
            model_name="organ",
            name="uscc_of_one_organ",
            constraint=models.UniqueConstraint(
                condition=models.Q(("uscc", ""), _negated=True),
                fields=("uscc",),
                name="uscc_of_one_organ",
                violation_error_message="这个统一社会信用代码已经登记在另一个机关名下，请核对。",
            ),
        ),
        migrations.AddField(
            model_name="importfile",
            name="organ",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="import_files",
                to="organs.organ",
                verbose_name="机关",
            ),
        ),
        migrations.AddField(
            model_name="importfile",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="上传人",
            ),
        ),
    ]
