"""What a click on the map page costs the wire: bytes do not depend on how busy the machine is, so they can be tested."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from benchmarks.budgets import BUDGETS
from benchmarks.load import crowd
from benchmarks.subjects import APP

LIMIT = next(budget.limit for budget in BUDGETS if budget.key == "bytes")


def test_another_indicator_sends_little(app):
    with ThreadPoolExecutor(max_workers=1) as beside:  # the browser's own event loop keeps this thread busy
        tally = beside.submit(lambda: asyncio.run(crowd(app, APP, people=1, clicks=7, think=0))).result()
    kilobytes = [count / 1000 for count in tally.received]
    assert min(kilobytes) > 0.5
    assert median(kilobytes) <= LIMIT, kilobytes
