"""``gongkai read``: what a file holds."""

from __future__ import annotations

from gongkai.cli.inputs import expand, load_all
from gongkai.cli.output import line, print_json
from gongkai.cli.parser import Arguments


def run(options: Arguments) -> int:
    """Read every file; status 2 when one could not be read."""
    status = 0
    for outcome in load_all(expand(options.files), options.workers):
        if outcome.report is None:
            status = 2
        if options.json:
            print_json(line(outcome, brief=options.brief))
        else:
            from gongkai.cli.findings import show_error
            from gongkai.cli.show import show_report

            if outcome.report is None:
                show_error(outcome)
            else:
                show_report(outcome)
    return status
