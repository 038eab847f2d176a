"""Settings of the site for its tests: a data folder of their own, quick password hashing, static files without collecting."""

import atexit
import os
import shutil
import tempfile

if "GONGKAI_HOME" not in os.environ:
    os.environ["GONGKAI_HOME"] = tempfile.mkdtemp(prefix="gongkai-tests-")
    atexit.register(shutil.rmtree, os.environ["GONGKAI_HOME"], ignore_errors=True)

from gongkai.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# 测试常绕过服务改数据库，不留整页；整页缓存自己的测试另行打开
CACHES = CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
