"""Boundary files and the shapes built from them."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.compile.boundaries import MAX_BYTES, build_boundaries, geojson_text
from data.errors import SourceFileError
from data.sources import boundaries

WEST, SOUTH, STEP = 12.0, 54.0, 0.1
LAYOUT = (("13072001", 0, 0), ("13072002", 1, 0), ("13072003", 0, 1), ("13072004", 1, 1), ("13003000", 2, 0),
          ("13073001", 2, 1), ("13073002", 3, 1), ("12070001", 0, -1), ("05111000", 60, 0))  # fmt: skip
"""Key, column and row of square municipalities; the last one lies far away."""

OWN = ["13072001", "13072002", "13072003", "13072004"]
NAMES = {"13003": "Wismut (Stadt)", "13073": "Landkreis Küstenland", "13072001": "Ahrendorf"}


def square(column, row, points=40):
    west, south = WEST + column * STEP if column < 50 else 7.0, SOUTH + row * STEP
    ring = shapely.segmentize(shapely.box(west, south, west + STEP, south + STEP), STEP / points)
    return shapely.transform(ring, lambda corners: corners.round(6))


def municipalities(crs="EPSG:4326", points=40, **columns):
    shapes = [square(column, row, points) for _, column, row in LAYOUT]
    keys = [key for key, _, _ in LAYOUT]
    frame = gpd.GeoDataFrame(
        {"AGS": keys, "GEN": [f"Ort {k}" for k in keys], "BEZ": "Gemeinde"} | columns, geometry=shapes
    )
    return frame.set_crs("EPSG:4326").to_crs(crs)


def save(frame, path):
    frame.to_file(path)
    return path


@pytest.mark.parametrize(
    ("name", "crs"), [("a.geojson", "EPSG:4326"), ("a.gpkg", "EPSG:4326"), ("a.shp", "EPSG:25832")]
)
def test_three_layouts(tmp_path, name, crs):
    path = save(municipalities(crs), tmp_path / name)
    assert boundaries.matches(path)
    shapes = boundaries.read(path)
    assert shapes["region_id"].tolist() == sorted(key for key, _, _ in LAYOUT)
    assert shapes.crs == "EPSG:4326"
    first = shapes.set_index("region_id").geometry["13072001"]
    assert first.bounds == pytest.approx((12.0, 54.0, 12.1, 54.1), abs=1e-6)


def test_only_the_shapefile_itself_matches(tmp_path):
    save(municipalities(), tmp_path / "a.shp")
    assert [path.suffix for path in sorted(tmp_path.iterdir()) if boundaries.matches(path)] == [".shp"]


def test_points_are_no_boundaries(tmp_path):
    points = municipalities().assign(geometry=lambda rows: rows.geometry.representative_point())
    assert not boundaries.matches(save(points, tmp_path / "orte.geojson"))


@pytest.mark.parametrize("columns", [{"gf_wasser": [False] * 8 + [True]}, {"GF": [4] * 8 + [2]}])
def test_water_is_dropped(tmp_path, columns):
    shapes = boundaries.read(save(municipalities(**columns), tmp_path / "a.gpkg"))
    assert len(shapes) == 8
    assert "05111000" not in set(shapes["region_id"])


def test_parts_of_one_municipality_become_one(tmp_path):
    frame = municipalities()
    frame.loc[1, "AGS"] = "13072001"
    shapes = boundaries.read(save(frame, tmp_path / "a.gpkg")).set_index("region_id")
    assert shapes.index.is_unique
    assert shapes.geometry["13072001"].area == pytest.approx(2 * STEP**2)


def test_a_bow_tie_is_mended(tmp_path):
    frame = municipalities()
    frame.loc[0, "geometry"] = shapely.Polygon([(12, 54), (12.1, 54.1), (12.1, 54), (12, 54.1)])
    shapes = boundaries.read(save(frame, tmp_path / "a.gpkg"))
    assert shapes.is_valid.all()


def refused(path):
    with pytest.raises(SourceFileError) as caught:
        boundaries.read(path)
    return caught.value


def test_bad_files(tmp_path):
    frame = municipalities()
    no_key = refused(save(frame.drop(columns="AGS"), tmp_path / "a.gpkg"))
    assert (no_key.column, "GEN" in no_key.problem) == ("AGS", True)
    numbers = refused(save(frame.assign(AGS=frame["AGS"].astype(int)), tmp_path / "b.gpkg"))
    assert "führende Null" in numbers.problem
    assert numbers.line == 9
    away = frame.set_geometry(frame.geometry.translate(40, 0))
    assert "nicht in Deutschland" in refused(save(away, tmp_path / "c.gpkg")).problem
    swapped = frame.set_geometry(shapely.transform(frame.geometry, lambda points: points[:, ::-1]))
    assert "nicht in Deutschland" in refused(save(swapped, tmp_path / "d.gpkg")).problem
    whole = save(frame, tmp_path / "e.geojson").read_text(encoding="utf-8")
    (tmp_path / "f.geojson").write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert "beschädigt" in refused(tmp_path / "f.geojson").problem


def test_a_flat_area_is_refused(tmp_path):
    frame = municipalities()
    frame.loc[0, "geometry"] = shapely.Polygon([(12, 54), (12.1, 54), (12.05, 54)])
    assert "13072001" in refused(save(frame, tmp_path / "a.gpkg")).problem


def build(tmp_path, frame=None, own=OWN):
    file = save(municipalities() if frame is None else frame, tmp_path / "alle.gpkg")
    return build_boundaries([file], "13072", own, NAMES)


def test_municipalities_and_neighbours(tmp_path):
    own, context = build(tmp_path)
    assert own["region_id"].tolist() == OWN
    assert own["name"].tolist()[:2] == ["Ahrendorf", "Ort 13072002"]
    assert context.drop(columns="geometry").to_numpy().tolist() == [
        ["12070", "", "landkreis"],
        ["13003", "Wismut", "kreisfreie_stadt"],
        ["13073", "Landkreis Küstenland", "landkreis"],
    ]


def test_edges_stay_shared(tmp_path):
    own, context = build(tmp_path, municipalities("EPSG:25832"))
    together = [*own.geometry, *context.geometry]
    assert shapely.coverage_is_valid(together)
    assert shapely.union_all(own.geometry).area == pytest.approx(shapely.area(own.geometry).sum(), rel=1e-9)
    by_key = own.set_index("region_id").geometry
    assert by_key["13072001"].intersection(by_key["13072002"]).length == pytest.approx(STEP, abs=1e-4)
    digits = shapely.get_coordinates(together)
    assert (digits == digits.round(5)).all()


def test_uninhabited_land_is_quiet_context(tmp_path):
    own, context = build(tmp_path, own=OWN[:3])
    assert own["region_id"].tolist() == OWN[:3]
    assert context.set_index("region_id").loc["13072004", "kind"] == "gemeindefreies_gebiet"


def test_too_much_detail_is_generalised_with_shared_edges(tmp_path):
    own, _ = build(tmp_path, municipalities(points=1000))
    assert len(geojson_text(own).encode()) <= MAX_BYTES
    assert shapely.coverage_is_valid([*own.geometry])


def test_missing_municipalities_are_named(tmp_path):
    frame = municipalities()
    file = save(frame[frame["AGS"] != "13072001"], tmp_path / "a.gpkg")
    with pytest.raises(SourceFileError, match=r"Ahrendorf \(13072001\)") as caught:
        build_boundaries([file], "13072", OWN, NAMES)
    assert caught.value.file == file
    with pytest.raises(SourceFileError, match="Kreises 09471"):
        build_boundaries([file], "09471", ["09471111"])


def test_the_best_file_is_chosen(tmp_path):
    coarse = save(municipalities(points=1), tmp_path / "1_grob.gpkg")
    fine = municipalities()
    older = fine.copy()
    older.loc[older["AGS"] == "05111000", "AGS"] = "13072099"
    files = [coarse, save(fine, tmp_path / "2_fein.gpkg"), save(older, tmp_path / "3_alt.gpkg")]
    own, _ = build_boundaries(files, "13072", OWN)
    assert shapely.get_num_coordinates(own.geometry).sum() > 4 * 100


def test_county_outlines_serve_when_there_are_no_neighbouring_municipalities(tmp_path):
    frame = municipalities()
    mine = save(frame[frame["AGS"].str[:5] == "13072"], tmp_path / "kreis.gpkg")
    counties = frame.assign(AGS=frame["AGS"].str[:5]).dissolve("AGS", as_index=False)
    counties["GEN"], counties["BEZ"] = "Name " + counties["AGS"], "Landkreis"
    _, context = build_boundaries([mine, save(counties, tmp_path / "kreise.gpkg")], "13072", OWN)
    assert context["name"].tolist() == ["Name 12070", "Name 13003", "Name 13073"]


def test_the_same_shapes_give_the_same_text(tmp_path):
    first, second = build(tmp_path), build(tmp_path)
    for one, other in zip(first, second, strict=True):
        assert geojson_text(one) == geojson_text(other)


@settings(deadline=None)
@given(x=st.floats(6, 15), y=st.floats(47, 55), size=st.floats(0.001, 1))
def test_geojson_text_has_five_decimals(x, y, size):
    frame = gpd.GeoDataFrame({"region_id": ["1"]}, geometry=[shapely.box(x, y, x + size, y + size)], crs="EPSG:4326")
    ring = json.loads(geojson_text(frame))["features"][0]["geometry"]["coordinates"][0]
    assert ring == shapely.get_coordinates(frame.geometry).round(5).tolist()
