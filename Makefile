# make run · make test · make check 之外不需要别的命令；make help 列出其余的。
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install run demo test test-long coverage test-postgresql kill-test check scan fuzz lock clean
PORT ?= 8000
N ?= 200

help:
	@echo 'make run [PORT=8000]      安装并启动演示网站'
	@echo 'make test                 测试（SQLite），约十分钟'
	@echo 'make test-long            其余用时长的测试'
	@echo 'make test-postgresql      网站的测试在临时起的 PostgreSQL 上再跑一遍'
	@echo 'make kill-test [N=200]    写入时 kill -9，N 次，看有没有丢失'
	@echo 'make check                规范、类型、分层'
	@echo 'make demo                 用演示年报走一遍读取、核对、编制'

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "没有找到 Python 3.11 或更高版本。请先安装；命令名不同的，用 make PYTHON=命令名 指定。" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（第一次约需一分钟）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || { echo "依赖没有装上。请检查能不能访问 Python 软件源（内网可以设 PIP_INDEX_URL 指向本单位的镜像），再运行一次，已经下载的不会重来。" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $(STAMP)

# 第一次启动时建好演示县；数据在 GONGKAI_HOME，不设时在 var
run: install
	@$(BIN)/gongkai site run --demo --port $(PORT)

demo: install
	@$(BIN)/gongkai demo

test: install
	@$(BIN)/python -m pytest -n auto -rs -m "not long"

# make test 留下的：每个角色走遍每一页、扫描件、反复 kill -9
test-long: install
	@$(BIN)/python -m pytest -n auto -rs -m long

# 覆盖率另跑：它让测试慢一倍
coverage: install
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered -rs

# 不含浏览器测试；没有 PostgreSQL 时以 75 退出，什么也不跑
test-postgresql: install
	@.ci/with-postgresql $(BIN)/python -m pytest tests/web -n auto -rs -p no:cacheprovider

kill-test: install
	@$(BIN)/python tests/web/kill_site.py $(N) --http 3

check: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# 扫描件识别（可选，约 350 MB）
scan: install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scan.lock

# 改了 pyproject.toml 的依赖以后重做锁文件；锁文件里没有网址
lock: install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra scan --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -c requirements.lock -o requirements-scan.lock
	@! grep -n http requirements.lock requirements-scan.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .coverage
