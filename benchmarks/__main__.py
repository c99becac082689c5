"""``python -m benchmarks``: print what the app takes beside its budgets and beside an empty page, as Markdown."""

from __future__ import annotations

import argparse
import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import browser, compute, load, phones, projection
from benchmarks.budgets import table
from benchmarks.subjects import SUBJECTS, Subject
from tests.browser.server import serving


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--people", type=int, default=50, help="sessions at once (default 50)")
    parser.add_argument("--clicks", type=int, default=6, help="clicks per session (default 6)")
    parser.add_argument("--changes", type=int, default=11, help="changes measured in the browser (default 11)")
    parser.add_argument("--sources", type=Path, help="folder of official files: measure the compilation as well")
    parser.add_argument("--only-app", action="store_true", help="leave the empty page out")
    parser.add_argument("--no-load", action="store_true", help="leave the many people out")
    parser.add_argument("--only-projection", action="store_true", help="measure the projection and nothing else")
    parser.add_argument("--only-phones", action="store_true", help="measure an evening by phone and nothing else")
    parser.add_argument("--evening", type=float, default=phones.SECONDS, help="seconds the evening lasts (default 300)")
    return parser.parse_args()


def measure(subject: Subject, options: argparse.Namespace) -> dict[str, float]:
    """Measure one page on a server of its own."""
    with serving(subject.script) as server:
        found = browser.measure(server, subject, changes=options.changes)
        if not options.no_load:
            found |= load.measure(server, subject, people=options.people, clicks=options.clicks)
    return found


def machine() -> str:
    """Say on what it was measured."""
    names = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "pandas", "plotly"))
    return f"Python {platform.python_version()}, {names}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def main() -> None:
    """Measure and print."""
    options = arguments()
    subjects = SUBJECTS[:1] if options.only_app else SUBJECTS
    print(f"{machine()}. In brackets: share of the budget; below 1 holds it.\n")
    if options.only_projection:
        print(table({"projection": projection.measure()}), projection.evaluations(), sep="\n\n")
        return
    if options.only_phones:
        print(table({"evening": phones.measure(options.evening)}))
        return
    measured = {subject.name: measure(subject, options) for subject in subjects}
    if options.sources:
        measured[subjects[0].name]["compile"] = compute.compile_seconds(options.sources)
    measured[subjects[0].name] |= projection.measure()
    if not options.no_load:
        measured[subjects[0].name] |= phones.measure(options.evening)
    print(table(measured), compute.evaluations(), projection.evaluations(), sep="\n\n")


if __name__ == "__main__":
    main()
