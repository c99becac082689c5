"""Command line: ``python -m data compile <folder> --county <key> --out <folder>`` and ``python -m data check <folder>``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.errors import SourceFileError


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns 0, or 1 after a German message about what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        text = _compile(options) if options.command == "compile" else _check(options)
    except SourceFileError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        return 1
    print(text, end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Zahlenpaket bauen und prüfen")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("compile", help="aus amtlichen Dateien das Zahlenpaket eines Kreises bauen")
    build.add_argument("folder", type=Path, help="Ordner mit den amtlichen Dateien")
    build.add_argument("--county", required=True, type=_county, help="Kreisschlüssel, fünf Ziffern")
    build.add_argument("--out", type=Path, default=Path(__file__).parent, help="Ordner des Pakets")
    check = commands.add_parser("check", help="ein Zahlenpaket prüfen")
    check.add_argument("folder", type=Path, help="Ordner des Pakets")
    return parser


def _county(text: str) -> str:
    if len(text) != 5 or not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Kreisschlüssel; er hat fünf Ziffern, z. B. 03352.")
    return text


def _compile(options: argparse.Namespace) -> str:
    from data.compile.build import compile_package

    return compile_package(options.folder, options.county, options.out).text()


def _check(options: argparse.Namespace) -> str:
    from data.compile.check import check_package

    return check_package(options.folder)


if __name__ == "__main__":
    sys.exit(main())
