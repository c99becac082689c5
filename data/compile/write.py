"""Write the package: built beside the old one, then put in its place file by file, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_TYPES: Final = {"int16": "integer", "float64": "number", "bool": "boolean"}
_MEDIA: Final = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
}


def write_parquet(frame: pd.DataFrame, target: Path) -> None:
    """Write a table as Parquet, the same bytes for the same figures; texts become categories."""
    columns = []
    for name in frame.columns:
        text = not pd.api.types.is_numeric_dtype(frame[name])
        column = pa.Array.from_pandas(frame[name].astype(object) if text else frame[name])
        columns.append(column.cast(pa.string()).dictionary_encode() if text else column)
    table = pa.Table.from_arrays(columns, names=list(frame.columns))
    pq.write_table(table, target, compression="zstd", compression_level=9, write_statistics=True, row_group_size=2**20)


def write_csv(frame: pd.DataFrame, target: Path) -> None:
    r"""Write a table as UTF-8 CSV with ``\\n`` line ends."""
    frame.to_csv(target, index=False, lineterminator="\n", encoding="utf-8")


def descriptor(folder: Path, names: list[str], about: dict[str, Any], title: str) -> dict[str, Any]:
    """Frictionless Data Package descriptor of the files in ``folder``.

    Parameters
    ----------
    folder : Path
        Where the package was built.
    names : list[str]
        Paths of its files, relative to ``folder``.
    about : dict[str, Any]
        What goes under the key ``kommunalprofil``.
    title : str
        German title.
    """
    return {
        "profile": "data-package",
        "name": f"kommunalprofil-{about['county']}",
        "title": title,
        "licenses": [
            {
                "name": "dl-de-by-2.0",
                "title": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
                "path": "https://www.govdata.de/dl-de/by-2-0",
            }
        ],
        "resources": [_resource(folder, name) for name in names],
        "kommunalprofil": about,
    }


def _resource(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    resource: dict[str, Any] = {
        "name": Path(name).stem,
        "path": name,
        "mediatype": _MEDIA[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
    }
    if path.suffix == ".geojson":
        return resource | {"profile": "data-resource", "format": "geojson"}
    return resource | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": {"fields": _fields(path)}}


def _fields(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        return [{"name": name, "type": "string"} for name in pd.read_csv(path, nrows=0).columns]
    schema = pq.read_schema(path)
    kinds = {name: str(schema.field(name).type) for name in schema.names}
    return [{"name": name, "type": _type(kind)} for name, kind in kinds.items()]


def _type(arrow: str) -> str:
    if arrow.startswith("int"):
        return "integer"
    return "number" if arrow in ("double", "float") else "string"


def write_json(content: dict[str, Any], target: Path) -> None:
    """Write a descriptor as indented UTF-8 JSON."""
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def put_in_place(built: Path, out: Path, names: list[str]) -> None:
    """Move the files built in ``built`` to ``out``; if one cannot be moved, all old ones come back.

    Parameters
    ----------
    built, out : Path
        Folders on the same disk.
    names : list[str]
        Paths of the files, relative to both.
    """
    kept = Path(tempfile.mkdtemp(prefix=".kommunalprofil-alt-", dir=out))
    moved: list[str] = []
    try:
        for name in names:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            if (out / name).exists():
                (out / name).replace(kept / name)
            moved.append(name)
            (built / name).replace(out / name)
    except OSError:
        for name in moved:
            (out / name).unlink(missing_ok=True)
            if (kept / name).exists():
                (kept / name).replace(out / name)
        raise
    finally:
        shutil.rmtree(kept, ignore_errors=True)
