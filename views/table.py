"""A table people can read aloud, print and scroll: German numbers, header cells with a scope, a head that stays in sight."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pandas as pd

from views import svg
from views.formats import NO_NUMBER, number
from views.tokens import ACCENT_LIGHT, CONTROL, FOCUS, MUTED, RULE, SURFACE, TEXT, WHITE

STYLE: Final = f"""
.kp-scroll{{overflow:auto;max-width:100%;border:1px solid {RULE};border-radius:8px}}
.kp-scroll:focus-visible{{outline:3px solid {FOCUS};outline-offset:2px}}
.kp-table{{border-collapse:separate;border-spacing:0;width:100%;font-size:16px;line-height:1.35;color:{TEXT};margin:0}}
.kp-table caption{{text-align:left;font-weight:650;padding:10px 12px;caption-side:top;color:{TEXT}}}
.kp-table th,.kp-table td{{padding:8px 12px;border:0;border-bottom:1px solid {RULE};text-align:left;vertical-align:top;font-weight:400}}
.kp-table thead th{{position:sticky;top:0;z-index:2;background:{SURFACE};font-weight:650;border-bottom:1px solid {CONTROL};vertical-align:bottom}}
.kp-table tbody th{{position:sticky;left:0;z-index:1;background:{WHITE};font-weight:550}}
.kp-table thead th:first-child{{left:0;z-index:3}}
.kp-table tbody tr:last-child>*{{border-bottom:0}}
.kp-table tr{{border:0;background:none}}
.kp-table .n{{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}}
.kp-table .x{{color:{MUTED};font-style:italic}}
.kp-table tr.here>*{{background:{ACCENT_LIGHT};font-weight:650}}
@media(max-width:600px){{.kp-table{{font-size:15px}}.kp-table th,.kp-table td{{padding:7px 8px}}.kp-table tbody th{{max-width:42vw;min-width:6.5em}}}}
@media print{{.kp-scroll{{overflow:visible;max-height:none!important;border:0}}.kp-table{{font-size:9.5pt}}.kp-table thead th,.kp-table tbody th{{position:static}}}}
""".replace("\n", "")


def html_table(
    data: pd.DataFrame,
    caption: str,
    numeric_columns: Mapping[str, int] | Sequence[str] = (),
    *,
    signed: Collection[str] = (),
    highlight: Collection[object] = (),
    max_height: int | None = 480,
    missing: str = NO_NUMBER,
) -> str:
    """Write a table; the first column names the rows.

    Parameters
    ----------
    data : pandas.DataFrame
        German column names; text stays text whatever it contains.
    caption : str
        What the table shows; also the name of the scrolling field.
    numeric_columns : Mapping[str, int] | sequence of str
        Columns that hold numbers, with their decimals; a bare list means whole numbers.
    signed : collection of str
        Numeric columns that carry a plus or minus.
    highlight : collection
        Names in the first column whose rows are set off (the chosen place).
    max_height : int | None
        Height in px above which the table scrolls under its head; ``None`` shows all.
    missing : str
        What stands where there is no number; never a zero.

    Returns
    -------
    str
        HTML for :func:`views.block.show`.

    Examples
    --------
    >>> made = html_table(pd.DataFrame({"Ort": ["<b>"], "Menschen": [1234.0]}), "Einwohner", ["Menschen"])
    >>> '<td class="n">1.234</td>' in made, "&lt;b&gt;" in made
    (True, True)
    """
    decimals = dict(numeric_columns) if isinstance(numeric_columns, Mapping) else dict.fromkeys(numeric_columns, 0)
    columns = [str(name) for name in data.columns]
    marked = {str(name) for name in highlight}
    head = svg.tag(
        "tr", *(svg.tag("th", name, scope="col", class_="n" if name in decimals else None) for name in columns)
    )
    rows = [
        _row(columns, values, decimals, signed, marked, missing) for values in data.itertuples(index=False, name=None)
    ]
    key = svg.key_of(caption, columns, len(rows))
    table = svg.tag(
        "table",
        svg.tag("caption", caption, id=key),
        svg.tag("thead", head),
        svg.tag("tbody", *rows),
        class_="kp-table",
    )
    height = f"max-height:{max_height}px" if max_height else None
    field = svg.tag("div", table, class_="kp-scroll", role="region", aria_labelledby=key, tabindex=0, style=height)
    return svg.Markup(f"<style>{STYLE}</style>") + field


def _row(
    columns: Sequence[str],
    values: Sequence[object],
    decimals: Mapping[str, int],
    signed: Collection[str],
    marked: Collection[str],
    missing: str,
) -> svg.Markup:
    """Write one row, its first cell as the row's name."""
    name, *rest = values
    cells = [svg.tag("th", name, scope="row")]
    for column, value in zip(columns[1:], rest, strict=True):
        cells.append(_cell(value, decimals.get(column), signed=column in signed, missing=missing))
    return svg.tag("tr", *cells, class_="here" if str(name) in marked else None)


def _cell(value: object, decimals: int | None, *, signed: bool, missing: str) -> svg.Markup:
    """Write one cell: a German number, a text, or the words for a missing number."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return svg.tag("td", missing, class_="n x" if decimals is not None else "x")
    if decimals is None or isinstance(value, str):
        return svg.tag("td", value, class_=None if decimals is None else "n")
    return svg.tag("td", number(float(str(value)), decimals, signed=signed), class_="n")
