# make run · make test · make check 之外不需要别的命令。
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install run test check scan fuzz lock clean
install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "没有找到 Python 3.11 或更高版本。请先安装；命令名不同的，用 make PYTHON=命令名 指定。" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（第一次约需一分钟）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $(STAMP)

run: install
	@$(BIN)/gongkai demo

test: install
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term:skip-covered -rs

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
