"""Measure the figures without a screen: loading the package, evaluating indicators, compiling the official files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.subjects import ROOT
from data.package import load
from data.schema import Level
from indicators.catalogue import Indicator, load_catalogue
from indicators.evaluate import Evaluator


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes once."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def slowest(evaluator: Evaluator, indicators: list[Indicator], ids: list[str]) -> list[tuple[float, str]]:
    """Return median time and id of every indicator, evaluated at its newest date for `ids`; the slowest first."""
    found = []
    for indicator in indicators:
        newest = evaluator.moments(indicator)[-1:]
        times = [milliseconds(lambda: evaluator.evaluate(indicator, ids, newest)) for _ in range(5)]  # noqa: B023
        found.append((median(times), indicator.id))
    return sorted(found, reverse=True)


def evaluations() -> str:
    """Return a Markdown table of loading and evaluating."""
    loading = milliseconds(load)
    evaluator = Evaluator(load())
    indicators = [one for one in load_catalogue().indicators.values() if evaluator.moments(one)]
    places = list(evaluator.regions.at_level(Level.GEMEINDE))
    first = milliseconds(lambda: evaluator.evaluate(indicators[0], places, evaluator.moments(indicators[0])[-1:]))
    times = slowest(evaluator, indicators, places)
    series = milliseconds(lambda: [evaluator.evaluate(one, [evaluator.package.county]) for one in indicators])
    rows = [
        ("load the package", f"{loading:.0f} ms"),
        ("first evaluation (builds the arrays)", f"{first:.0f} ms"),
        (
            f"one indicator, {len(places)} municipalities, median of {len(times)}",
            f"{median(t for t, _ in times):.1f} ms",
        ),
        *((f"slowest: {name}", f"{took:.1f} ms") for took, name in times[:3]),
        (f"all {len(indicators)} indicators of the county, every year", f"{series:.0f} ms"),
    ]
    return "\n".join(["| figures | time |", "|---|---|", *(f"| {what} | {took} |" for what, took in rows)])


def compile_seconds(sources: Path) -> float:
    """Return the seconds that building the shipped county's package from `sources` takes, in a process of its own."""
    county = load().county
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "package"
        command = [sys.executable, "-m", "data", "compile", str(sources), "--county", county, "--out", str(out)]
        begun = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - begun
