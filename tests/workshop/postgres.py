"""A real PostgreSQL for the tests, started from Debian's packages in a directory of its own and gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg

from run import POSTGRESQL_PLACES

NEEDED = "initdb"
MISSING = (
    "PostgreSQL's programs are missing: install Debian's package postgresql (python3 run.py test does so), "
    "or name a server whose user may create databases in KOMMUNALPROFIL_TEST_POSTGRES"
)
SECONDS_TO_START = 60
#: A disk in memory, where there is one: what a killed process wrote survives there as on any disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - the folders in it get random names
ENOUGH = 1_000_000_000


def fast_place() -> Path | None:
    """Give a folder where waiting for the disk takes no time, where there is one with room."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


def programs() -> Path | None:
    """Find the folder of PostgreSQL's programs, the newest one."""
    found = [place.parent for pattern in POSTGRESQL_PLACES for place in Path("/").glob(pattern)]
    usable = sorted(found, key=lambda folder: [int(part) for part in folder.parts if part.isdigit()])
    on_path = shutil.which(NEEDED)
    return usable[-1] if usable else Path(on_path).parent if on_path else None


class PostgresServer:
    """One server; its databases are reached by :meth:`url`."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None, MISSING
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="kp-pg-", dir=fast_place()))
        self.as_user = self._unprivileged()
        self._run("initdb", "-D", self.data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.process = self._start()

    @property
    def data(self) -> str:
        """Where the server keeps its files."""
        return str(self.folder / "data")

    def _unprivileged(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
        if os.geteuid() != 0:
            return {}
        import pwd  # Windows has none

        user = pwd.getpwnam("postgres")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def _how(self) -> dict[str, Any]:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        return {"cwd": self.folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **quiet, **self.as_user}

    def _run(self, program: str, *words: str) -> None:
        subprocess.run([self.programs / program, *words], check=True, **self._how())

    def _start(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(self.folder), "fsync": "on", "shared_buffers": "32MB",
            "max_connections": "60", "log_min_messages": "panic",
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = subprocess.Popen([self.programs / "postgres", "-D", self.data, *words], **self._how())
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and process.poll() is None:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return process
        process.kill()
        process.wait()
        raise AssertionError("PostgreSQL did not start")

    def url(self, database: str) -> str:
        """Give the address of a database."""
        return f"postgresql://tester@/{database}?host={self.folder}"

    def kill(self) -> None:
        """Kill the server and all its helpers at once, as when the machine's memory runs out."""
        everybody = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        self.process.send_signal(signal.SIGSTOP)  # so that it starts nobody meanwhile
        for one in everybody:
            one.kill()
        self.process.wait()
        psutil.wait_procs(everybody, timeout=10)

    def restart(self) -> None:
        """Start again after :meth:`kill`."""
        self.process = self._start()

    def check(self, url: str) -> None:
        """Check a database's tables and indexes for damage; fails where there is any."""
        self._run("pg_amcheck", "--install-missing", "--heapallindexed", url)

    def stop(self) -> None:
        """End the server and remove all it wrote."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
