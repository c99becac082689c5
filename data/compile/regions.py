"""Build the table of regions: which exist, what they are called, who belongs to whom."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from data.schema import REGION_COLUMNS, Level
from data.sources.register import GEMEINDE, KREIS, LAND, NATION, UNINHABITED, VERBAND

AMTSFREI: Final = "50"
TOWN_COUNTIES: Final = frozenset({"41", "42"})
KREIS_WORDS: Final = {"43": "Kreis", "44": "Landkreis"}
VERBAND_WORDS: Final = {
    "51": "Amt",
    "52": "Samtgemeinde",
    "53": "Verbandsgemeinde",
    "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinden",
    "56": "Verwaltungsverband",
    "58": "Erfüllende Gemeinde",
}
"""German word of a Verband by its text key in the Gemeindeverzeichnis."""

ABBREVIATIONS: Final = {
    "VVG ": "Vereinbarte Verwaltungsgemeinschaft ",
    "GVV ": "Gemeindeverwaltungsverband ",
    "VV ": "Verwaltungsverband ",
}
KREIS_NAMED: Final = re.compile(r"kreis|^(Region|Städteregion|Regionalverband)\b", re.IGNORECASE)


def clean_name(official: str) -> str:
    """Return a municipality's name without its titles.

    Examples
    --------
    >>> clean_name("Kühlungsborn, Ostseebad, Stadt")
    'Kühlungsborn'
    >>> clean_name("Rotenburg (Wümme), Stadt")
    'Rotenburg (Wümme)'
    """
    return re.sub(r"(?<=\S)/ ", "/", official.split(",")[0]).strip()


def county_name(official: str, text_key: str) -> str:
    """Return a county's name so that a Landkreis and a town of the same name differ.

    Examples
    --------
    >>> county_name("Bamberg", "44"), county_name("Bamberg", "41")
    ('Landkreis Bamberg', 'Bamberg (Stadt)')
    """
    name = clean_name(official)
    if text_key in TOWN_COUNTIES:
        return f"{name} (Stadt)"
    return name if KREIS_NAMED.search(name) else f"{KREIS_WORDS.get(text_key, '')} {name}".strip()


def verband_name(official: str, text_key: str) -> str:
    """Return a Verband's name with the word its state uses for it.

    Examples
    --------
    >>> verband_name("Güstrow-Land", "51"), verband_name("Baunach (VGem)", "54")
    ('Amt Güstrow-Land', 'Verwaltungsgemeinschaft Baunach')
    """
    name = clean_name(official).replace("(VGem)", "").strip()
    for short, long in ABBREVIATIONS.items():
        if name.startswith(short):
            return long + name.removeprefix(short)
    word = VERBAND_WORDS.get(text_key, "")
    return name if name.startswith(f"{word} ") else f"{word} {name}".strip()


def build_regions(register: pd.DataFrame, bbsr: pd.DataFrame | None, county: str) -> pd.DataFrame:
    """Build the regions of a county, its state and the nation.

    Parameters
    ----------
    register : DataFrame
        ``REGISTER_COLUMNS`` of one edition, or of several one below the other: the newest one decides, older ones
        only lend centre points.
    bbsr : DataFrame or None
        Columns ``ags``, ``mittelbereich_id``, ``mittelbereich``; without it there are no Mittelbereiche.
    county : str
        Key of the county, five digits.

    Returns
    -------
    DataFrame
        ``REGION_COLUMNS``, sorted from the nation down to the municipalities.
    """
    newest, points = _newest(register), _centre_points(register)
    state = county[:2]
    mine = newest[newest["key"].str.startswith(state)]
    places = mine[mine["record"] == GEMEINDE]
    if not (places["ags"].str[:5] == county).any():
        raise LookupError(f"Der Kreis {county} steht nicht im Gemeindeverzeichnis.")
    areas = places[~places["ags"].str.endswith("999")]
    parts = [
        _nation_and_state(newest, state),
        _counties(mine, areas),
        _verbaende(mine, areas, county),
        _gemeinden(places[places["text_key"] != UNINHABITED], mine, points, bbsr, county),
    ]
    regions = pd.concat([*parts, _mittelbereiche(parts[-1], bbsr, county)], ignore_index=True)
    regions = regions.reindex(columns=list(REGION_COLUMNS))
    regions["amtsfrei"] = regions["amtsfrei"].eq(True)
    numbers = ["area_km2", "lon", "lat"]
    regions[numbers] = regions[numbers].astype(float).round({"area_km2": 2})
    texts = ["amt_id", "mittelbereich_id", "landkreis_id", "land_id"]
    regions[texts] = regions[texts].fillna("")
    return regions.sort_values(["level", "region_id"], key=_order).reset_index(drop=True)


def region_names(register: pd.DataFrame) -> dict[str, str]:
    """Return the clean names of all municipalities and counties of a register, by key."""
    newest = _newest(register)
    counties = newest[newest["record"] == KREIS]
    places = newest[newest["record"] == GEMEINDE]
    names = {k: county_name(n, t) for k, n, t in counties[["key", "name_official", "text_key"]].itertuples(index=False)}
    return names | dict(zip(places["ags"], places["name_official"].map(clean_name), strict=True))


def _order(column: pd.Series) -> pd.Series:
    """Sort levels from large to small, ids as text."""
    ranks = {level.value: rank for rank, level in enumerate(reversed(Level))}
    return column.map(ranks) if column.name == "level" else column


def _newest(register: pd.DataFrame) -> pd.DataFrame:
    return register[register["territory_date"] == register["territory_date"].max()]


def _centre_points(register: pd.DataFrame) -> pd.DataFrame:
    known = register[(register["record"] == GEMEINDE) & register["lon"].notna()].sort_values("territory_date")
    return known.drop_duplicates("ags", keep="last").set_index("ags")[["lon", "lat"]]


def _nation_and_state(register: pd.DataFrame, state: str) -> pd.DataFrame:
    places = register[(register["record"] == GEMEINDE) & ~register["ags"].str.endswith("999")]
    name = register.loc[(register["record"] == LAND) & (register["key"] == state), "name_official"].iloc[0]
    return pd.DataFrame(
        {
            "region_id": [NATION, state],
            "level": [Level.BUND.value, Level.LAND.value],
            "name_official": ["Deutschland", name],
            "name": ["Deutschland", name],
            "land_id": ["", state],
            "area_km2": [places["area_km2"].sum(), places.loc[places["ags"].str[:2] == state, "area_km2"].sum()],
        }
    )


def _counties(mine: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    rows = mine[mine["record"] == KREIS]
    sums = areas.groupby(areas["ags"].str[:5])["area_km2"].sum()
    return pd.DataFrame(
        {
            "region_id": rows["key"],
            "level": Level.LANDKREIS.value,
            "name_official": rows["name_official"],
            "name": [county_name(n, t) for n, t in zip(rows["name_official"], rows["text_key"], strict=True)],
            "landkreis_id": rows["key"],
            "land_id": rows["key"].str[:2],
            "area_km2": rows["key"].map(sums),
        }
    )


def _verbaende(mine: pd.DataFrame, areas: pd.DataFrame, county: str) -> pd.DataFrame:
    inhabited = set(areas.loc[areas["text_key"] != UNINHABITED, "amt_id"])
    rows = mine[(mine["record"] == VERBAND) & (mine["key"].str[:5] == county) & mine["key"].isin(inhabited)]
    free = rows["text_key"] == AMTSFREI
    names = [verband_name(n, t) for n, t in zip(rows["name_official"], rows["text_key"], strict=True)]
    return pd.DataFrame(
        {
            "region_id": rows["key"],
            "level": Level.AMT.value,
            "name_official": rows["name_official"],
            "name": rows["name_official"].map(clean_name).where(free, names),
            "amt_id": rows["key"],
            "amtsfrei": free,
            "landkreis_id": county,
            "land_id": county[:2],
            "area_km2": rows["key"].map(areas.groupby("amt_id")["area_km2"].sum()),
        }
    )


def _gemeinden(
    places: pd.DataFrame, mine: pd.DataFrame, points: pd.DataFrame, bbsr: pd.DataFrame | None, county: str
) -> pd.DataFrame:
    kinds = mine[mine["record"] == VERBAND].set_index("key")["text_key"]
    frame = pd.DataFrame(
        {
            "region_id": places["ags"],
            "level": Level.GEMEINDE.value,
            "name_official": places["name_official"],
            "name": places["name_official"].map(clean_name),
            "amt_id": places["amt_id"],
            "amtsfrei": places["amt_id"].map(kinds) == AMTSFREI,
            "landkreis_id": places["ags"].str[:5],
            "land_id": places["ags"].str[:2],
            "area_km2": places["area_km2"],
            "lon": places["ags"].map(points["lon"]),
            "lat": places["ags"].map(points["lat"]),
        }
    )
    if bbsr is not None:
        frame["mittelbereich_id"] = frame["region_id"].map(bbsr.set_index("ags")["mittelbereich_id"])
    frame["name"] = _distinct_names(frame, mine, county)
    return frame


def _distinct_names(frame: pd.DataFrame, mine: pd.DataFrame, county: str) -> pd.Series:
    """Add the county, and inside one county the Verband, to names that several municipalities of the state share.

    Municipalities of the county the package is about keep their short name unless two of them share it.
    """
    verbaende = mine[mine["record"] == VERBAND]
    counties = mine[mine["record"] == KREIS].set_index("key")["name_official"].map(clean_name)
    shared = frame["name"].duplicated(keep=False) & (frame["landkreis_id"] != county)
    inside = frame.duplicated(["name", "landkreis_id"], keep=False)
    by_county = frame["name"] + " (" + frame["landkreis_id"].map(counties).fillna("") + ")"
    verband_names = {
        key: verband_name(name, text_key)
        for key, name, text_key in zip(verbaende["key"], verbaende["name_official"], verbaende["text_key"], strict=True)
    }
    amt = frame["amt_id"].map(verband_names).fillna(frame["amt_id"])
    names = frame["name"].where(~shared, by_county)
    return names.where(~inside, frame["name"] + " (" + amt + ")")


def _mittelbereiche(gemeinden: pd.DataFrame, bbsr: pd.DataFrame | None, county: str) -> pd.DataFrame:
    if bbsr is None:
        return pd.DataFrame(columns=list(REGION_COLUMNS))
    mine = gemeinden[gemeinden["landkreis_id"] == county].dropna(subset="mittelbereich_id")
    areas = mine.groupby("mittelbereich_id")["area_km2"].sum()
    titles = dict(zip(bbsr["mittelbereich_id"], bbsr["mittelbereich"], strict=True))
    names = [str(titles[key]) for key in areas.index]
    return pd.DataFrame(
        {
            "region_id": areas.index,
            "level": Level.MITTELBEREICH.value,
            "name_official": names,
            "name": [f"Mittelbereich {name}" for name in names],
            "mittelbereich_id": areas.index,
            "landkreis_id": county,
            "land_id": county[:2],
            "area_km2": areas.to_numpy(),
        }
    )
