"""Entry point of ``gongkai``. Exit status: 0 done, 1 the check found errors, 2 input or arguments unusable."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from gongkai.cli.parser import build


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a mistake of the user's is a Chinese sentence on standard error and status 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:2] == ["site", "django"]:
        from gongkai.cli.site.entry import django

        return django(given[2:])
    parser = build(site=given[:1] == ["site"])
    if not given:
        parser.print_help(sys.stderr)
        return 2
    options = parser.parse_args(given)
    from gongkai.documents.model import Unreadable
    from gongkai.law.loader import DataError

    try:
        module = import_module(f"gongkai.cli.{options.run}")
        return int(module.run(options))
    except (Unreadable, DataError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        sys.stderr.write("已停止。\n")
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
