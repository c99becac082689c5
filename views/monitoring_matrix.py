"""The part Altersgruppe × Lebenslage: whom which figures concern, and where nobody has counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from indicators.catalogue import ALL_AGES
from indicators.monitoring.situations import Cell, Figure, about_ages, written
from indicators.regions import Regions
from indicators.reliability import Verdict
from views import block, layout, monitoring_data, resources, sentences
from views.compare_sheet import Sheet
from views.formats import number
from views.monitoring_matrix_sheet import matrix_sheet
from views.monitoring_matrix_words import WHITE, below, told
from views.monitoring_method import MATRIX_METHOD, method_html
from views.source_words import short_source
from views.state import Selection, band_label, region_label
from views.wording import article_dative, wording

WHO_KEY, WHAT_KEY = "wer", "was"

TakeHome = Callable[[Sheet], None]


def show(selection: Selection, head: st.delta_generator.DeltaGenerator, take_home: TakeHome) -> frozenset[str]:
    """Draw the part and give the sources of everything shown.

    Parameters
    ----------
    selection : Selection
        Place, comparison and ages; rows about other ages are pale.
    head : DeltaGenerator
        Where the headline goes.
    take_home : callable
        Offers the files.
    """
    regions = resources.evaluator().regions
    cells = monitoring_data.cells(selection.region_id, selection.benchmark_id)
    with head:
        layout.headline(headline(cells, regions, selection.region_id), subtitle(regions, selection))
    if selection.band != ALL_AGES:
        layout.hint(f"Altersgruppe {band_label(selection.band)}: Zeilen über andere Menschen sind blass.")
    block.show(matrix_html(cells, regions, selection), "sozial_matrix")
    picked = _pick(cells)
    block.show(detail_html(picked, selection), "sozial_feld")
    sources = frozenset(s for c in cells for f in c.figures for s in f.row["source_ids"])
    with st.expander("So ist die Tabelle gemacht", key="matrix_methode", on_change="rerun") as method:
        if method.open:
            block.show(method_html(MATRIX_METHOD), "matrix_rechnung")
    with st.expander("Mitnehmen", key="matrix_mitnehmen", on_change="rerun") as files:
        if files.open:
            source = layout.sources_text(resources.package().sources, sources)
            title, below = headline(cells, regions, selection.region_id), subtitle(regions, selection)
            take_home(matrix_sheet(cells, regions, selection, title, below, source))
    return sources


def headline(cells: Sequence[Cell], regions: Regions, region_id: str) -> str:
    """Say how many fields carry a figure of the place itself, and how many are white spots."""
    known = sum(any(f.known for f in c.figures) for c in cells)
    white = sum(c.white for c in cells)
    where = wording(regions, region_id).where_first
    spots = "ein weißer Fleck" if white == 1 else f"{number(white)} weiße Flecken"
    return f"{where} sagen Zahlen etwas zu {number(known)} von {number(len(cells))} Feldern; {spots} bleiben für das Gespräch"


def subtitle(regions: Regions, selection: Selection) -> str:
    """Say what rows and columns are, and whom the place is compared with."""
    versus = article_dative(regions, selection.benchmark_id)
    return f"Altersgruppen und Lebenslagen · {region_label(regions, selection.region_id)} · „höher“ und „niedriger“ heißt: als {versus}"


def _pick(cells: Sequence[Cell]) -> Cell:
    """Let people choose a field by row and column."""
    matrix = written()
    with st.container(horizontal=True, vertical_alignment="bottom", key="matrix_wahl"):
        who = st.selectbox("Wer?", [a.title for a in matrix.ages], key=WHO_KEY, bind="query-params", width=280)
        what = st.selectbox("Worum geht es?", list(matrix.walks.values()), key=WHAT_KEY, bind="query-params", width=280)
    return next(c for c in cells if c.age.title == who and matrix.walks[c.walk] == what)


def matrix_html(cells: Sequence[Cell], regions: Regions, selection: Selection) -> str:
    """Write the matrix as a table; on a phone every row becomes a list."""
    matrix = written()
    where = article_dative(regions, selection.benchmark_id)
    heads = "".join(f'<th scope="col">{escape(title)}</th>' for title in matrix.walks.values())
    rows = []
    for age in matrix.ages:
        own = [c for c in cells if c.age.id == age.id]
        kind = (
            ""
            if selection.band == ALL_AGES
            else f' class="{"about" if about_ages(own[0], selection.band) else "pale"}"'
        )
        name = f'<th scope="row">{escape(age.title)}<span>{escape(age.words)}</span></th>'
        rows.append(f"<tr{kind}>{name}{''.join(_cell(c, matrix.walks[c.walk], where, regions) for c in own)}</tr>")
    caption = f"Wen was betrifft: {escape(region_label(regions, selection.region_id))}"
    return (
        f'<table class="kp-mo-matrix"><caption>{caption}</caption><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(cell: Cell, walk: str, where: str, regions: Regions) -> str:
    if cell.white:
        return f'<td class="white" data-l="{escape(walk)}"><span>{WHITE}</span></td>'
    first = cell.figures[0]
    small = "".join(f"<span>{escape(text)}</span>" for text in below(first, where) if text)
    more = f"<span>+ {number(len(cell.figures) - 1)} weitere Zahl</span>" if len(cell.figures) > 1 else ""
    kind = "" if first.known else ' class="larger"'
    return f'<td data-l="{escape(walk)}"{kind}><b>{escape(told(first, regions))}</b>{small}{more}</td>'


def detail_html(cell: Cell, selection: Selection) -> str:
    """Write everything about one field: sentences, comparison, source, and the question for people on the spot."""
    title = f"{cell.age.title} ({cell.age.words}) · {written().walks[cell.walk]}"
    parts = "".join(_figure_html(figure, selection) for figure in cell.figures)
    if cell.white:
        parts = "<p>Dazu gibt es keine Zahl: weder für den Ort noch für den Landkreis.</p>"
    ask = f'<p class="ask"><b>Frage für das Gespräch vor Ort:</b> {escape(cell.question)}</p>' if cell.question else ""
    return f'<section class="kp-mo-detail"><h2>{escape(title)}</h2>{parts}{ask}</section>'


def _figure_html(figure: Figure, selection: Selection) -> str:
    evaluator, entry, band = resources.evaluator(), figure.entry, figure.asked.band
    said = sentences.comparison(evaluator, entry, figure.row, selection.benchmark_id, float(figure.mark["value"]), band)
    if figure.known:
        said = f"{sentences.value_sentence(evaluator.regions, entry, figure.row, band)} {said}"
    if figure.larger is not None and figure.row["verdict"] != Verdict.SAFE:
        said += f" Für das größere Gebiet: {sentences.value_sentence(evaluator.regions, entry, figure.larger, band)}"
    source = short_source(evaluator.package.sources, figure.row["source_ids"])
    about = " · ".join(
        text for text in (entry.title, figure.asked.about, f"Quelle: {source}" if source else "") if text
    )
    return f'<p>{escape(said)}</p><p class="kp-small">{escape(about)}</p>'
