#!/usr/bin/env python3
"""Start or check Kommunalprofil with one command, on nothing but Python 3.11 or newer.

``python3 run.py``            prepares ``.venv`` and opens the app; further words go to Streamlit (``--server.port 8600``)
``python3 run.py halle``      the same for an evening in a village hall: phones in the same network may join
``python3 run.py test``       prepares the tools as well, then: ruff, ruff format, mypy, pytest; further words go to pytest
``python3 run.py benchmark``  the same environment, then the measurements of ``benchmarks/``
``python3 run.py lock``       writes ``requirements*.txt`` anew from ``pyproject.toml``

Packages come from whatever index the user's own pip is set up for; every one is checked against its hash.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
#: Settings of the calling shell that would lead a fresh environment astray.
DISTURBING = (
    "MYPYPATH",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_TARGET",
    "PYTEST_ADDOPTS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
#: Where PostgreSQL's programs are without being on the search path: Debian, Fedora, Homebrew.
POSTGRESQL_PLACES = (
    "usr/lib/postgresql/*/bin/initdb",
    "usr/pgsql-*/bin/initdb",
    "opt/homebrew/opt/postgresql@*/bin/initdb",
)


class SetupError(Exception):
    """Something on this machine keeps the app from starting; the text says what to do, in German."""


def clean_environment() -> dict[str, str]:
    """Return the caller's environment without the settings that would disturb a virtual environment."""
    environment = {key: value for key, value in os.environ.items() if key not in DISTURBING}
    return {**environment, "PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}


def say(text: str) -> None:
    """Tell the user what happens, at once, even when the output is a file."""
    print(text, flush=True)


def venv_python() -> Path:
    """Return the place of the virtual environment's interpreter on this system."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def call(*command: str | Path, environment: dict[str, str] | None = None, at_once: bool = False) -> int:
    """Run a command in the repository and return its exit code; ``at_once`` keeps what it says together until it ends."""
    words = [str(word) for word in command]
    output = subprocess.PIPE if at_once else None
    done = subprocess.run(  # noqa: S603 - own commands only
        words,
        cwd=ROOT,
        env=environment or clean_environment(),
        check=False,
        stdout=output,
        stderr=subprocess.STDOUT if at_once else None,
    )
    if at_once:
        say(done.stdout.decode(errors="replace"))
    return done.returncode


def require_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Refuse an interpreter that is too old for the pinned packages."""
    if version < OLDEST_PYTHON:
        found, needed = (".".join(map(str, numbers)) for numbers in (version, OLDEST_PYTHON))
        raise SetupError(f"Gefunden wurde Python {found}, gebraucht wird Python {needed} oder neuer.")


def venv_is_usable() -> bool:
    """Tell whether ``.venv`` answers with this interpreter's version (it does not after a move or an upgrade)."""
    if not venv_python().exists():
        return False
    command = [str(venv_python()), "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), check=False)  # noqa: S603
    except OSError:
        return False
    return answer.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def ensure_venv() -> None:
    """Make the virtual environment where there is none or none that works."""
    if venv_is_usable():
        return
    say("Lege die Arbeitsumgebung .venv an …")
    if call(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        raise SetupError(
            "Die Arbeitsumgebung ließ sich nicht anlegen. "
            "Unter Debian und Ubuntu fehlt meist ein Paket: sudo apt install python3-venv"
        )


def ensure_packages(lock: Path) -> None:
    """Install the pinned packages of `lock`, unless exactly this lock is installed already."""
    stamp = VENV / f".installed-{lock.stem}"
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    say(f"Installiere die Pakete aus {lock.name} (nur beim ersten Mal und nach Änderungen; dauert einige Minuten) …")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
    if call(venv_python(), "-m", "pip", "install", *options, "-r", lock) != 0:
        raise SetupError("Die Pakete ließen sich nicht installieren. Ist ein Paketverzeichnis (Internet) erreichbar?")
    stamp.write_text(fingerprint, encoding="ascii")


def prepare(*, tools: bool = False) -> None:
    """Make everything ready that the app (and, with `tools`, the checks) needs."""
    require_python()
    ensure_venv()
    ensure_packages(ROOT / "requirements.txt")
    if tools:
        ensure_packages(ROOT / "requirements-dev.txt")


def find_chromium() -> str | None:
    """Return the Chromium of this machine: ``$CHROMIUM``, one on the search path, or one in its usual place."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).exists() else shutil.which(named)
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    present = (place for place in CHROMIUM_PLACES if Path(place).exists())
    return next((path for path in found if path), None) or next(present, None)


def install_debian_packages(*packages: str, what: str) -> None:
    """Try to install packages of Debian or Ubuntu; needs root or a sudo that asks no password."""
    if not shutil.which("apt-get"):
        return
    as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    quiet = {**clean_environment(), "DEBIAN_FRONTEND": "noninteractive"}
    say(f"Installiere {what} …")
    call(*as_root, "apt-get", "update", "-qq", environment=quiet)
    call(*as_root, "apt-get", "install", "-y", "-qq", *packages, environment=quiet)


def playwright_chromium() -> str | None:
    """Return the Chromium that Playwright keeps for itself, or nothing."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    command = [str(venv_python()), "-c", code]
    answer = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), check=False)  # noqa: S603
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def ensure_chromium() -> str:
    """Return a Chromium, installing one where the machine has none."""
    if path := find_chromium() or playwright_chromium():
        return path
    install_debian_packages("chromium", "fonts-liberation", what="Chromium für die Browsertests")
    if path := find_chromium():
        return path
    call(venv_python(), "-m", "playwright", "install", "chromium")
    if path := playwright_chromium():
        return path
    raise SetupError(
        "Für die Browsertests fehlt Chromium. Bitte Chromium oder Google Chrome installieren "
        "oder den Pfad in der Umgebungsvariablen CHROMIUM angeben."
    )


def postgresql_there() -> bool:
    """Tell whether the tests find PostgreSQL: a server that is named, or programs to start one."""
    if os.environ.get("KOMMUNALPROFIL_TEST_POSTGRES") or shutil.which("initdb"):
        return True
    return any(found for pattern in POSTGRESQL_PLACES for found in Path("/").glob(pattern))


def ensure_postgresql() -> None:
    """Install PostgreSQL where the machine has none: the tests start a server of their own from its programs."""
    if postgresql_there():
        return
    install_debian_packages("postgresql", what="PostgreSQL für die Tests der Ablage")
    if not postgresql_there():
        raise SetupError(
            "Für die Tests der Ablage fehlt PostgreSQL. Bitte PostgreSQL installieren oder in der Umgebungsvariablen "
            "KOMMUNALPROFIL_TEST_POSTGRES die Adresse eines Servers angeben, auf dem Datenbanken angelegt werden dürfen."
        )


def start(words: list[str]) -> int:
    """Open the app; Streamlit shows the browser itself."""
    prepare()
    return call(venv_python(), "-m", "views.serve", *words)


#: What runs side by side: the tests in the browser wait for pages, those of the store for disks, the others compute.
WRITTEN = "tests/browser/written"
APART = ("tests/browser", "tests/workshop", "tests/live")
LANES = (
    (("pytest", APART[0], f"--ignore={WRITTEN}"),),
    (("mypy",), ("pytest", *APART[1:], WRITTEN)),
    (("pytest", "tests", *(f"--ignore={folder}" for folder in APART)),),
)


def test(words: list[str]) -> int:
    """Run every check and report all of them."""
    prepare(tools=True)
    ensure_postgresql()
    environment = {**clean_environment(), "CHROMIUM": ensure_chromium()}
    lanes = ((("mypy",), ("pytest", *words)),) if words else LANES

    def failing(checks: tuple[tuple[str, ...], ...], *, at_once: bool = True) -> list[str]:
        failed = []
        for check in checks:
            say(f"— {' '.join(check)}")
            if call(venv_python(), "-m", *check, environment=environment, at_once=at_once) != 0:
                failed.append(check[0])
        return failed

    failed = failing((("ruff", "check", "--quiet"), ("ruff", "format", "--check", "--quiet")), at_once=False)
    with ThreadPoolExecutor() as pool:
        others = [pool.submit(failing, lane) for lane in lanes[1:]]
        failed += failing(lanes[0], at_once=False)
        failed += [name for lane in others for name in lane.result()]
    if failed:
        say(f"Nicht bestanden: {', '.join(failed)}")
    return 1 if failed else 0


def benchmark(words: list[str]) -> int:
    """Measure the app against its budgets and print the table."""
    prepare(tools=True)
    environment = {**clean_environment(), "CHROMIUM": ensure_chromium()}
    return call(venv_python(), "-m", "benchmarks", *words, environment=environment)


def lock(words: list[str]) -> int:
    """Pin every package with its hashes, for all platforms and Python versions at once."""
    ensure_venv()
    if call(venv_python(), "-m", "pip", "install", "--quiet", "uv") != 0:
        raise SetupError("Das Werkzeug uv ließ sich nicht installieren.")
    common = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    common += ["--no-emit-find-links", "--no-header", "--no-annotate", "--quiet", "pyproject.toml", *words]
    compile_with: list[str | Path] = [venv_python(), "-m", "uv", "pip", "compile", *common]
    return call(*compile_with, "-o", "requirements.txt") or call(
        *compile_with, "--extra", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"
    )


COMMANDS = {"test": test, "benchmark": benchmark, "lock": lock}


def main(words: list[str]) -> int:
    """Do what the first word says; without one of the known words start the app."""
    if words and words[0] in COMMANDS:
        command, words = COMMANDS[words[0]], words[1:]
    else:
        command = start
    try:
        return command(words)
    except SetupError as problem:
        say(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
