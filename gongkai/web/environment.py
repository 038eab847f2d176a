"""What the site takes from its surroundings: the folder for its data, settings from the environment, and its secrets.

Secrets are made on the first start and kept in ``secrets.json`` in the data folder, which nobody but its owner can read.
Whoever loses that file cannot read applicants' data any more: it belongs into the backup (see ``gongkai site backup``).
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import environ

env = environ.Env()
CHECKOUT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """Where database, files and secrets are: ``GONGKAI_HOME``, else ``var`` in the checkout, else in the home folder."""
    given = os.environ.get("GONGKAI_HOME")
    if given:
        return Path(given).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    return Path.home() / ".local" / "share" / "gongkai"


@dataclass(frozen=True)
class Secrets:
    """``signing`` signs sessions; ``privacy`` are the keys of personal data, newest first; ``lookup`` finds equal values."""

    signing: str
    privacy: tuple[str, ...]
    lookup: str


def load_secrets(home: Path) -> Secrets:
    """The secrets of the installation, from the environment or the file; made on the first start."""
    given = env.str("GONGKAI_SECRET_KEY", default="")
    if given:
        keys = env.list("GONGKAI_PRIVACY_KEYS", default=[])
        lookup = env.str("GONGKAI_LOOKUP_KEY", default="")
        if not keys or not lookup:
            raise environ.ImproperlyConfigured(
                "设置了 GONGKAI_SECRET_KEY，就要同时设置 GONGKAI_PRIVACY_KEYS 和 GONGKAI_LOOKUP_KEY；或者三项都不设，由程序生成。"
            )
        return Secrets(given, tuple(keys), lookup)
    path = home / "secrets.json"
    if not path.exists():
        _make_secrets(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    return Secrets(data["signing"], tuple(data["privacy"]), data["lookup"])


def _make_secrets(path: Path) -> None:
    """Write the file whole or not at all; of two processes that start together, the first wins."""
    from cryptography.fernet import Fernet

    path.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "signing": secrets.token_urlsafe(48),
        "privacy": [Fernet.generate_key().decode()],
        "lookup": secrets.token_urlsafe(32),
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def require_oidc(issuer: str, client_id: str, secret: str) -> None:
    """Stops a start with half of what the unified sign-in needs. Raises ``ImproperlyConfigured`` in Chinese."""
    from importlib.util import find_spec
    from urllib.parse import urlsplit

    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise environ.ImproperlyConfigured("GONGKAI_OIDC_ISSUER 应当是 https 开头的地址。")
    if not client_id or not secret:
        raise environ.ImproperlyConfigured(
            "设置了 GONGKAI_OIDC_ISSUER，就要同时设置 GONGKAI_OIDC_CLIENT_ID 和 GONGKAI_OIDC_CLIENT_SECRET。"
        )
    if find_spec("allauth") is None:
        raise environ.ImproperlyConfigured("统一身份认证要先安装附加项：pip install 'gongkai[oidc]'。")
