"""Any text at all, for readers that must not stumble: digits and marks as in official tables, mixed with all of Unicode.

Hypothesis' own strategy for text first sorts all characters into categories, which takes longer than the tests themselves.
"""

from __future__ import annotations

import sys

from hypothesis import strategies as st

USUAL = "0123456789.,;-+−–/()xXeE …\t\n\r\"'äß\u00a0\ufeff"


def any_text(max_size: int) -> st.SearchStrategy[str]:
    """Give a strategy for texts of up to so many characters."""
    anything = st.integers(0, sys.maxunicode).map(chr).filter(lambda letter: not "\ud800" <= letter <= "\udfff")
    return st.lists(st.one_of(st.sampled_from(USUAL), anything), max_size=max_size).map("".join)
