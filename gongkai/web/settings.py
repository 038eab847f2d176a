"""Settings of the site. Everything that an installation changes comes from the environment (docs/reference/settings.md)."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from gongkai.web.environment import data_folder, env, load_secrets
from gongkai.web.environment import require_oidc as _require_oidc

HOME = data_folder()
HOME.mkdir(parents=True, exist_ok=True)
SECRETS = load_secrets(HOME)
SECRET_KEY = SECRETS.signing
PRIVACY_KEYS = SECRETS.privacy
LOOKUP_KEY = SECRETS.lookup

DEBUG = env.bool("GONGKAI_DEBUG", default=False)
DEMONSTRATION = env.bool("GONGKAI_DEMO", default=(HOME / "demonstration").exists())
"""Whether this installation shows the demonstration: sign-in names on the sign-in page, a fixed second factor."""

HTTPS = env.bool("GONGKAI_HTTPS", default=False)
"""Whether people reach the site by https: secure cookies, HSTS."""

ALLOWED_HOSTS = env.list("GONGKAI_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("GONGKAI_ORIGINS", default=[])
SITE_URL = env.str("GONGKAI_URL", default="http://127.0.0.1:8000").rstrip("/")
"""The address that page meta tags, letters and feeds give."""
ICP = env.str("GONGKAI_ICP", default="")
POLICE_RECORD = env.str("GONGKAI_POLICE_RECORD", default="")
"""The site's numbers of ICP备案 and 公安备案, shown at the foot of the portal when given."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "gongkai.web.log",
    "gongkai.web.organs",
    "gongkai.web.accounts",
    "gongkai.web.casework",
    "gongkai.web.holidays",
    "gongkai.web.notes",
    "gongkai.web.files",
    "gongkai.web.letters",
    "gongkai.web.publishing",
    "gongkai.web.screening",
    "gongkai.web.exemptions",
    "gongkai.web.normative",
    "gongkai.web.releases",
    "gongkai.web.registers",
    "gongkai.web.search",
    "gongkai.web.exchange",
    "gongkai.web.applications",
    "gongkai.web.fees",
    "gongkai.web.redaction",
    "gongkai.web.disputes",
    "gongkai.web.archives",
    "gongkai.web.batches",
    "gongkai.web.reminders",
    "gongkai.web.messages",
    "gongkai.web.concerns",
    "gongkai.web.consultations",
    "gongkai.web.proposals",
    "gongkai.web.submissions",
    "gongkai.web.accountability",
    "gongkai.web.assessment",
    "gongkai.web.inspection",
    "gongkai.web.dashboards",
    "gongkai.web.annualreport",
    "gongkai.web.components",
    "django.forms",
    "gongkai.web.portal",
    "gongkai.web.workbench",
    "gongkai.web.operation",
]

MIDDLEWARE = [
    "gongkai.web.operation.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.web.portal.caching.KeptPages",
    "csp.middleware.CSPMiddleware",
    "gongkai.web.components.comfort.VaryOnComfort",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "gongkai.web.accounts.sessions.LastSeen",
    "gongkai.web.accounts.steps.OwnPasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.web.urls"
WSGI_APPLICATION = "gongkai.web.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.web.components.context.site",
            ],
            "builtins": ["gongkai.web.components.templatetags.components"],
        },
    }
]


# 提醒用的邮件：没有设置邮件服务器的，只在工作台上提醒
vars().update(env.email_url("GONGKAI_SMTP_URL", default="dummymail://"))
EMAIL_TIMEOUT = 20
MAIL_FROM = env.str("GONGKAI_MAIL_FROM", default="")
"""The sender of reminders; empty: no mail, reminders stand on the workbench only."""


def _database() -> dict[str, Any]:
    """SQLite in the data folder, or what ``DATABASE_URL`` names."""
    found: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'gongkai.sqlite3'}")
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # 写事务一开始就取写锁，免得读后升级时互相顶住；WAL 让读写互不等待。
        # WAL 下 synchronous=NORMAL 断电会丢掉最后几个已经答复“已保存”的事务，FULL 每次提交都落盘：答应了的就不能丢
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
            " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;",
        }
    else:
        found["CONN_HEALTH_CHECKS"] = True
    # SQLite 也保留连接：每次打开都要重读全部表的定义，比从缓存答一页贵十倍
    found["CONN_MAX_AGE"] = env.int("GONGKAI_CONN_MAX_AGE", default=60)
    return found


DATABASES = {"default": _database()}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": env.cache_url("GONGKAI_PAGE_CACHE", default="locmemcache://pages?MAX_ENTRIES=1000&CULL_FREQUENCY=10"),
}
"""``pages`` keeps whole public pages; in the memory of each process unless told otherwise (docs/decisions/0022-portal-cache.md)."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gongkai.web.accounts.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongkai.web.accounts.passwords.OwnLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "office_phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongkai.web.accounts.passwords.KnownInOfficesValidator"},
]
OIDC_ISSUER = env.str("GONGKAI_OIDC_ISSUER", default="").rstrip("/")
"""The address of the province's or city's sign-in (OpenID Connect); empty: only names and passwords (docs/how-to/sign-in.md)."""
OIDC_NAME = env.str("GONGKAI_OIDC_NAME", default="统一身份认证")
OIDC_CLIENT_ID = env.str("GONGKAI_OIDC_CLIENT_ID", default="")
OIDC_SECRET = env.str("GONGKAI_OIDC_CLIENT_SECRET", default="")
OIDC_CLAIM = env.str("GONGKAI_OIDC_CLAIM", default="sub")
"""Which of its statements about a person stands in ``Person.outside_id``."""
OIDC_SECOND_FACTOR = env.list("GONGKAI_OIDC_SECOND_FACTOR", default=[])
"""The values of ``amr`` that are taken for our second factor, such as ``mfa,otp``; none: ours is asked all the same."""

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "workbench:home"
LOGOUT_REDIRECT_URL = "portal:home"

if OIDC_ISSUER:
    # 只在设置了统一身份认证时才装载；没有装附加项的，启动时就说清楚
    _require_oidc(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_SECRET)
    INSTALLED_APPS += [
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]
    MIDDLEWARE += ["allauth.account.middleware.AccountMiddleware"]
    ACCOUNT_USER_MODEL_EMAIL_FIELD = None
    ACCOUNT_EMAIL_VERIFICATION = "none"
    ACCOUNT_LOGIN_METHODS = {"username"}
    ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
    SOCIALACCOUNT_ADAPTER = "gongkai.web.accounts.outside.adapter.OutsideAdapter"
    # 转到认证平台用的是普通链接：表单提交后的跨站跳转会被 CSP 的 form-action 拦住
    SOCIALACCOUNT_LOGIN_ON_GET = True
    SOCIALACCOUNT_STORE_TOKENS = False
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "profile"],
            "APPS": [
                {
                    "provider_id": "unified",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": OIDC_SECRET,
                    "settings": {"server_url": OIDC_ISSUER, "uid_field": OIDC_CLAIM},
                }
            ],
        }
    }

SESSION_ENGINE = "gongkai.web.accounts.sessions"
SESSION_COOKIE_NAME = "gongkai_session"
SESSION_COOKIE_AGE = env.int("GONGKAI_SESSION_SECONDS", default=8 * 3600)
"""A signed-in session ends this long after the sign-in, used or not."""
SESSION_IDLE_SECONDS = env.int("GONGKAI_IDLE_SECONDS", default=2 * 3600)
"""And this long after its last use."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "gongkai_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "gongkai.web.operation.errors.stale_form"

PROXIES = env.int("GONGKAI_PROXIES", default=0)
"""How many proxies stand in front and add the address they were asked from."""
SIGN_IN_TRIES_FROM_ADDRESS = env.int("GONGKAI_SIGN_IN_TRIES_FROM_ADDRESS", default=50)
"""Wrong passwords from one address within the cooling-off time, whatever the names; an office may share one address."""
AXES_FAILURE_LIMIT = env.int("GONGKAI_SIGN_IN_TRIES", default=5)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_LOCKOUT_CALLABLE = "gongkai.web.accounts.views.sign_in.locked_out"
AXES_USERNAME_CALLABLE = "gongkai.web.accounts.lockout.counted_name"
AXES_CLIENT_IP_CALLABLE = "gongkai.web.accounts.addresses.address_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "password"]
OTP_TOTP_ISSUER = "gongkai"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "gongkai.web.components.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
FILES = env.str("GONGKAI_FILES", default=str(HOME / "files"))
"""A folder, or ``s3://bucket/prefix`` (needs the extra ``s3``; keys and endpoint by the usual AWS_* variables)."""


def _file_storage() -> dict[str, Any]:
    if not FILES.startswith("s3://"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": FILES, "base_url": None},
        }
    bucket, _, prefix = FILES.removeprefix("s3://").partition("/")
    options = {"bucket_name": bucket, "location": prefix, "default_acl": "private", "file_overwrite": False}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": _file_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
"""Bytes of a form without its files: the longest text of an item (``cleaning.LONGEST``) takes nine for a Chinese character."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
METRICS_TOKEN = env.str("GONGKAI_METRICS_TOKEN", default="")
"""Who reads /metrics from another machine gives this."""

CONTACT = env.str("GONGKAI_CONTACT", default="")
"""Whom pages about errors name: an office and its telephone number."""

UPLOAD_LIMIT_MB = env.int("GONGKAI_UPLOAD_MB", default=50)
SCANNER = env.str("GONGKAI_SCANNER", default="").strip()
"""Who looks for viruses in uploads: ``clamd:`` and its socket or host:port, or a command; see ``gongkai.web.files.scanning``."""
SCANNER_SECONDS = env.int("GONGKAI_SCANNER_SECONDS", default=30)
DRAFT_DAYS = env.int("GONGKAI_DRAFT_DAYS", default=15)
"""How long an application that an applicant saved to go on with later is kept."""
BATCH_CASES = min(env.int("GONGKAI_BATCH_CASES", default=100), 500)
"""How many applications one batch takes; more would not fit the form."""
BATCH_MINUTES = env.int("GONGKAI_BATCH_MINUTES", default=10)
"""How long a batch can be taken back before it runs."""
APPLICATION_FILES = env.int("GONGKAI_APPLICATION_FILES", default=50)
APPLICATION_MB = env.int("GONGKAI_APPLICATION_MB", default=100)
"""How many files, and how much together, come with one application on the portal."""

CHECK_LINKS = env.bool("GONGKAI_CHECK_LINKS", default=False)
"""Whether the background may ask other sites if links to them open; an installation without a way out leaves it off."""

TASKS = {
    "default": {
        "BACKEND": env.str("GONGKAI_TASKS", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "gongkai.web.operation.logs.JsonLines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": env.str("GONGKAI_LOG_LEVEL", default="WARNING")},
    "loggers": {
        "gongkai": {"level": env.str("GONGKAI_LOG_LEVEL", default="INFO")},
        "axes": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": False},
    },
}
