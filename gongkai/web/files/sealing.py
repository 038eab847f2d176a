"""Files that are encrypted where they lie: taken in, opened, destroyed. Whose they are, and who may read them, is the subject's.

take_in(data, name, *, opens=False) -> Upload       looked at, as every upload; raises ``ValidationError``
sealed(organ_key, upload) -> dict                   kept encrypted: the fields that a ``SealedFile`` has of it
seal(organ_key, data) -> str                        bytes that are no upload: their place
opened(place) -> bytes
destroy(place) -> None                              once the transaction is committed
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from gongkai.publishing.uploads import Kind, Refused, Upload, clean_name, kinds
from gongkai.web.files.keeping import store
from gongkai.web.files.scanning import received
from gongkai.web.privacy.cipher import decrypt_bytes, encrypt_bytes
from gongkai.web.privacy.fields import EncryptedTextField

FOLDER = "cases"


class SealedFile(models.Model):
    """A file that is encrypted where it lies, never changed. Its name may name a person and is encrypted like its bytes.

    ``sha256`` is that of the bytes before encryption. ``place`` is empty once the bytes were destroyed; a change of keys
    finds them by ``encrypted_place``.
    """

    encrypted_place = "place"

    key = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    name = EncryptedTextField("文件名")
    kind = models.CharField("格式", max_length=12)
    media_type = models.CharField("媒体类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    place = models.CharField("存放位置", max_length=200)

    class Meta:
        abstract = True

    @property
    def kind_of_file(self) -> Kind:
        """What its kind is called and how it is shown."""
        return kinds()[self.kind]

    def read(self) -> bytes:
        """The bytes as they were added. Raises ``ValidationError`` when they were destroyed."""
        if not self.place:
            raise ValidationError("这份材料已经销毁，只留下校验值。")
        return opened(self.place)


class FileOfCase(SealedFile):
    """A file of a case: who added it and when, and when its bytes were destroyed."""

    not_logged: tuple[str, ...] = ("name",)

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="存入人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("存入时间", default=timezone.now, editable=False)
    erased_at = models.DateTimeField("销毁时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def erase(self, at: datetime) -> None:
        """Forget its name, and its bytes once the transaction is committed; digest and size stay."""
        destroy(self.place)
        self.name, self.place, self.erased_at = "", "", at
        self.save()


def take_in(data: bytes | BinaryIO, name: str, *, opens: bool = False) -> Upload:
    """An upload, looked at; ``opens``: tried whether it opens. Raises ``ValidationError`` with a sentence that names the file."""
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    content = data if isinstance(data, bytes) else data.read(limit + 1)
    if len(content) > limit:
        raise ValidationError(
            f"“{clean_name(name)}”超过{settings.UPLOAD_LIMIT_MB}兆字节，没有上传。请压缩其中的图片，或者拆成几个文件再上传。",
            code="too-large",
        )
    try:
        return received(content, name, opens=opens)
    except Refused as refusal:
        raise ValidationError(str(refusal), code=refusal.key) from refusal


def digest_of(data: bytes) -> str:
    """What is kept of the bytes in clear: their SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sealed(organ_key: int, upload: Upload, folder: str = FOLDER) -> dict[str, Any]:
    """Keep an upload encrypted; what there is to say of it, by the names of the fields of ``SealedFile``."""
    return {
        "name": upload.name,
        "kind": upload.kind.key,
        "media_type": upload.media_type,
        "size": len(upload.data),
        "sha256": digest_of(upload.data),
        "place": seal(organ_key, upload.data, folder),
    }


def seal(organ_key: int, data: bytes, folder: str = FOLDER) -> str:
    """Keep bytes encrypted; their place. Call it in a transaction: when that is undone, they are deleted."""
    return store(organ_key, encrypt_bytes(data), folder)


def opened(place: str) -> bytes:
    """The bytes that lie there, decrypted."""
    with default_storage.open(place) as stream:
        return decrypt_bytes(stream.read())


def destroy(place: str) -> None:
    """Delete bytes once the transaction is committed; an empty place is none."""
    if place:
        transaction.on_commit(partial(default_storage.delete, place))
