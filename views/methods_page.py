"""The page Daten & Methoden: indicators, sources, rules, files to take home, accessibility, privacy."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from data.schema import Level
from data.withholding import demands
from indicators.catalogue import Catalogue
from views import access_statement, block, layout, method_rules, privacy, resources, svg
from views.formats import number
from views.indicator_words import matches
from views.methods_list import Entry, entries, list_html
from views.source_words import span_words, withholding_words
from views.state import Selection, region_label
from views.table import html_table

STYLE_FILE: Final = Path(__file__).with_name("methods.css")
ALL_TOPICS: Final = "alle Themen"
TABS: Final = ("Indikatoren", "Quellen und Lizenzen", "Regeln", "Mitnehmen", "Barrierefreiheit", "Datenschutz")
CatalogueFile = Callable[[], bytes]
FactsFile = Callable[[str], bytes]


def show(selection: Selection, catalogue_file: CatalogueFile, facts_file: FactsFile) -> None:
    """Draw the page; the two functions write the files to take home (documents are made one floor up)."""
    st.html(f"<style>{_style()}</style>")
    layout.headline(
        "Woher die Zahlen kommen und wie wir rechnen",
        "Jede Zahl mit Definition, Quelle, Stand und Abdeckung – und die Regeln, nach denen geurteilt wird.",
    )
    indicators, sources, rules, files, access, private = st.tabs(
        TABS, key="bereich", on_change="rerun", bind="query-params"
    )
    with indicators:
        if indicators.open:
            _indicators()
    with sources:
        if sources.open:
            _sources()
    with rules:
        if rules.open:
            _rules()
    with files:
        if files.open:
            _files(selection, catalogue_file, facts_file)
    with access:
        if access.open:
            st.html(access_statement.statement_html(access_statement.contact()))
    with private:
        if private.open:
            st.html(privacy.statement_html(access_statement.contact()))


@st.cache_resource
def _style() -> str:
    return STYLE_FILE.read_text(encoding="utf-8")


# -- indicators ------------------------------------------------------------------------------------------------------------


@st.cache_resource(show_spinner="Die Abdeckung wird gezählt …")
def _entries() -> list[Entry]:
    return entries(resources.rows(), resources.catalogue(), resources.package().sources)


def _indicators() -> None:
    catalogue = resources.catalogue()
    wanted, topic = _search_fields(catalogue)
    found = [
        e
        for e in _entries()
        if (not topic or e.indicator.topic == topic)
        and matches(e.indicator, catalogue.topics[e.indicator.topic], wanted)
    ]
    total = number(len(catalogue.indicators))
    st.html(f'<p class="kp-sub" role="status">{number(len(found))} von {total} Indikatoren</p>')
    if found:
        st.html(list_html(found, catalogue))
    else:
        layout.hint("Dazu gibt es keinen Indikator. Versuchen Sie ein kürzeres oder anderes Wort.")


def _search_fields(catalogue: Catalogue) -> tuple[str, str]:
    names = {ALL_TOPICS: ""} | {title: topic for topic, title in catalogue.topics.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            "Indikator suchen", key="suche", bind="query-params", placeholder="zum Beispiel Pendler", width=320
        )
        topic = st.selectbox("Thema", list(names), key="thema", bind="query-params", width=300)
    return wanted or "", names[topic]


# -- sources ---------------------------------------------------------------------------------------------------------------


def _sources() -> None:
    sources = resources.package().sources
    st.html(
        f'<p class="kp-sub">{number(len(sources))} Quellen. Alle sind frei nutzbar, wenn man sie nennt; was wir verändert haben, steht in der letzten Spalte.</p>'
    )
    st.html(html_table(sources_table(sources), "Quellen mit Stand, Lizenz und Veränderungen", max_height=620))
    st.html('<h2 class="kp-m-h2">So ist zu nennen</h2>' + _attributions_html(sources))


def sources_table(sources: pd.DataFrame) -> pd.DataFrame:
    """Give the sources as a table for people; the licence is a link."""
    wanted = {source: withholding_words(demand.below) for source, demand in demands(sources).items()}
    rows = [
        {
            "Titel": str(s.title),
            "Tabelle": str(s.table_code),
            "Herausgeber": str(s.publisher),
            "Stand": span_words(str(s.reference_period)),
            "Lizenz": _licence(str(s.licence), str(s.licence_url)),
            "Was verändert ist": f"{s.changes} {wanted.get(str(s.source_id), '')}".strip(),
        }
        for s in sources.itertuples(index=False)
    ]
    return pd.DataFrame(rows, dtype=object)


def _licence(name: str, url: str) -> str:
    if not url.startswith("https://"):
        return name
    return svg.tag("a", name, href=url, target="_blank", rel="noopener")


def _attributions_html(sources: pd.DataFrame) -> str:
    rows = "".join(f"<li>{escape(text)}</li>" for text in dict.fromkeys(sources["attribution"]))
    return f'<ul class="kp-statement-text">{rows}</ul>'


# -- rules -----------------------------------------------------------------------------------------------------------------


def _rules() -> None:
    st.html(method_rules.rules_html())
    block.show(
        f'<h2 class="kp-m-h2">Keine Zahl ist nicht gleich keine Zahl</h2>{method_rules.kinds_html()}', "regeln_muster"
    )
    st.html('<h2 class="kp-m-h2">Welche Gemeinden zusammengelegt sind</h2>')
    st.html(html_table(mergers_table(), "Frühere Gemeinden und wozu sie heute gehören", max_height=360))
    st.html('<h2 class="kp-m-h2">Planungsregionen (vorläufig)</h2>')
    st.html(html_table(planning_table(), "Welches Amt zu welcher Planungsregion gehört", max_height=420))


def mergers_table() -> pd.DataFrame:
    """List the mergers whose figures were summed."""
    evaluator = resources.evaluator()
    own = evaluator.package.mergers
    own = own[own["new_id"].isin(evaluator.regions.municipalities)]
    dates = own["valid_from"].map(lambda day: ".".join(reversed(day.split("-"))) if day else "nicht belegt")
    return pd.DataFrame(
        {
            "Frühere Gemeinde": own["old_name"],
            "Heute": own["new_id"].map(evaluator.regions.name),
            "Seit": dates,
            "Beleg": own["note"],
        }
    )


def planning_table() -> pd.DataFrame:
    """List which Amt lies in which planning region."""
    regions = resources.evaluator().regions
    rows = []
    for amt in regions.at_level(Level.AMT):
        parent = regions.parent(amt, Level.PLANUNGSREGION)
        name = region_label(regions, parent) if parent else "keiner zugeordnet"
        rows.append(
            {
                "Amt oder amtsfreie Gemeinde": regions.name(amt),
                "Planungsregion": name,
                "Gemeinden": len(regions.members(amt)),
            }
        )
    return pd.DataFrame(rows).sort_values(["Planungsregion", "Amt oder amtsfreie Gemeinde"])


# -- files -----------------------------------------------------------------------------------------------------------------


def _files(selection: Selection, catalogue_file: CatalogueFile, facts_file: FactsFile) -> None:
    regions = resources.evaluator().regions
    name = region_label(regions, selection.region_id)
    members = len(regions.members(selection.region_id))
    parts = f" mit {number(members)} Gemeinden" if members > 1 else ""
    with st.container(border=True, key="datei_verzeichnis"):
        st.html(
            '<h2 class="kp-m-h3">Verzeichnis der Indikatoren</h2><p class="kp-sub">Titel, Frage, Rechnung, Definition und Hinweise als Tabelle.</p>'
        )
        st.download_button(
            "Verzeichnis laden (CSV)",
            data=catalogue_file,
            file_name="indikatoren.csv",
            mime="text/csv",
            on_click="ignore",
            key="datei_indikatoren",
        )
    with st.container(border=True, key="datei_zahlen"):
        st.html(
            f'<h2 class="kp-m-h3">Alle Zahlen: {escape(name)}{parts}</h2>'
            '<p class="kp-sub">Jede Zeile nennt Zeit, Zählbasis, Art der Zahl, Quelle und Lizenz. Ein anderes Gebiet wählen Sie oben.</p>'
        )
        st.download_button(
            "Zahlen laden (CSV)", data=lambda: facts_file(selection.region_id), file_name=f"zahlen_{selection.region_id}.csv",
            mime="text/csv", on_click="ignore", key="datei_fakten",
        )  # fmt: skip
    st.html(
        '<p class="kp-sub">Die Dateien öffnen sich in Excel und LibreOffice: Semikolon als Trenner, Komma vor den Nachkommastellen.</p>'
    )
