"""Start a Streamlit script the way people do, wait until it answers, and end exactly that process."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import run

ROOT = Path(__file__).resolve().parents[2]
LEFTOVERS = ROOT / ".kommunalprofil"
START_LIMIT = 60.0
#: Makes whoever knows it the Verwaltung of the app that the tests share.
CODE = "ABEND-2026"


@dataclass(frozen=True)
class Server:
    """A running app: where it answers, which process it is, and what it wrote."""

    url: str
    pid: int
    log: Path


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(url: str) -> bool:
    """Tell whether the server at `url` says that it is up."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:  # noqa: S310 - own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the server answers; raise with its own words if it ends or stays silent."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if is_healthy(url):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for the app: nothing of the developer's own Streamlit settings."""
    cleaned = {key: value for key, value in run.clean_environment().items() if not key.startswith("STREAMLIT_")}
    return {**cleaned, **extra}


@contextmanager
def serving(
    script: Path, extra: Mapping[str, str] | None = None, options: Sequence[str] = (), port: int = 0
) -> Iterator[Server]:
    """Serve `script` with the project's settings on a free port (or the one given) while the block runs."""
    LEFTOVERS.mkdir(exist_ok=True)
    port = port or free_port()
    log = LEFTOVERS / f"{script.stem}-{port}.log"
    url = f"http://localhost:{port}"
    own = script == ROOT / "app.py"
    command = [sys.executable, "-m", *(["views.serve"] if own else ["streamlit", "run", str(script)])]
    command += ["--server.headless", "true", "--server.port", str(port), *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(extra or {}), stdout=out, stderr=out)
    try:
        wait_until_healthy(url, process, log)
        yield Server(url, process.pid, log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
