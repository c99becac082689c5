"""Settings, pins and the start command say what they should, and the installed packages still understand them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from streamlit import config, net_util

import run
from views import serve

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STREAMLIT = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
OPTIONS = [f"{section}.{name}" for section, values in STREAMLIT.items() for name in values]
FLOORS = ("data", "indicators", "views", "reports", "pages", "workshop")
LOCKS = ("requirements.txt", "requirements-dev.txt")


def locked(name: str) -> dict[str, list[tuple[str, int]]]:
    """Return version and number of hashes for every package of a lock file (a package may have one per Python)."""
    packages: dict[str, list[tuple[str, int]]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip()):
        requirement = Requirement(block.split(" \\")[0])
        version = str(requirement.specifier).removeprefix("==")
        packages.setdefault(canonicalize_name(requirement.name), []).append((version, block.count("--hash=sha256:")))
    return packages


@pytest.mark.parametrize("option", OPTIONS)
def test_streamlit_knows_every_option_we_set(option):
    """Unknown options are ignored with a log line only: a renamed one would silently lose its effect."""
    assert option in config.get_config_options()


def test_streamlit_reads_our_file(monkeypatch):
    monkeypatch.chdir(ROOT)
    options = config.get_config_options(force_reparse=True)
    for section, values in STREAMLIT.items():
        for name, value in values.items():
            assert options[f"{section}.{name}"].value == value, f"{section}.{name}"


def test_nothing_is_reported_to_anybody():
    assert STREAMLIT["browser"]["gatherUsageStats"] is False
    assert STREAMLIT["server"]["showEmailPrompt"] is False


def test_garbage_collection_after_each_run_stays_off():
    """A hidden option, so it may vanish; without it every click costs some 60 ms more."""
    assert "runner.postScriptGC" in config.get_config_options()
    assert STREAMLIT["runner"]["postScriptGC"] is False


def test_static_files_are_served_only_if_there_are_any():
    """Otherwise Streamlit warns in English at every start that it finds no folder."""
    assert STREAMLIT["server"]["enableStaticServing"] is (ROOT / "static").is_dir()


@pytest.mark.parametrize("name", ["chartSequentialColors", "chartDivergingColors"])
def test_chart_scales_have_ten_colours(name):
    """Streamlit takes its own colours if the list has any other length."""
    assert len(STREAMLIT["theme"][name]) == 10


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name):
    assert locked(name)
    for package, pins in locked(name).items():
        assert all(version and hashes for version, hashes in pins), package


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_what_the_project_asks_for(name):
    wanted = list(PROJECT["project"]["dependencies"])
    wanted += PROJECT["project"]["optional-dependencies"]["dev"] if name == LOCKS[1] else []
    pins = locked(name)
    for text in wanted:
        requirement = Requirement(text)
        versions = [version for version, _ in pins.get(canonicalize_name(requirement.name), [])]
        assert versions, f"{text} is missing in {name}: run 'python3 run.py lock'"
        assert all(version in requirement.specifier for version in versions), f"{text}: {name} has {versions}"


def test_both_locks_agree():
    runtime, tools = (locked(name) for name in LOCKS)
    differing = {package for package, pins in runtime.items() if tools.get(package) != pins}
    assert not differing


#: Loaded by name: the driver of PostgreSQL by SQLAlchemy, the two of the login service by Streamlit.
USED_BY_OTHERS = {"psycopg", "authlib", "httpx"}


def third_party_imports() -> set[str]:
    """Return the top-level names that the app's own code imports from installed packages."""
    own = {path.stem for path in ROOT.iterdir()}
    names: set[str] = set()
    for path in [*ROOT.glob("*.py"), *(file for floor in FLOORS for file in (ROOT / floor).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - own - set(sys.stdlib_module_names)


def test_what_the_app_imports_is_what_the_project_declares():
    declared = {canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]}
    distributions = packages_distributions()
    used = {canonicalize_name(distributions[name][0]) for name in third_party_imports()}
    assert used | USED_BY_OTHERS == declared


def test_old_python_is_refused_in_german():
    with pytest.raises(run.SetupError, match=r"Python 3\.10.*Python 3\.11 oder neuer"):
        run.require_python((3, 10))


def test_broken_shell_settings_do_not_reach_the_app(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.landkreis.example/simple")
    environment = run.clean_environment()
    assert not {"PYTHONPATH", "PYTHONHOME"} & environment.keys()
    assert environment["PIP_USER"] == "0"
    assert environment["PIP_INDEX_URL"] == "https://packages.landkreis.example/simple"


def test_packages_are_installed_once_per_lock(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text("one", encoding="utf-8")
    calls: list[tuple] = []
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "call", lambda *command, **_: calls.append(command) or 0)
    run.ensure_packages(lock)
    run.ensure_packages(lock)
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    lock.write_text("two", encoding="utf-8")
    run.ensure_packages(lock)
    assert len(calls) == 2


def test_failed_installation_is_told_and_tried_again(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text("one", encoding="utf-8")
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "call", lambda *command, **_: 1)
    for _ in range(2):
        with pytest.raises(run.SetupError, match="Pakete ließen sich nicht installieren"):
            run.ensure_packages(lock)


def test_moved_or_broken_environment_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "VENV", tmp_path)
    assert not run.venv_is_usable()
    run.venv_python().parent.mkdir()
    run.venv_python().write_text("not a program", encoding="utf-8")
    run.venv_python().chmod(0o755)
    assert not run.venv_is_usable()


def test_chromium_named_by_the_user_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert run.find_chromium() == sys.executable


def test_missing_chromium_is_explained_in_german(monkeypatch):
    for name in ("find_chromium", "playwright_chromium", "install_debian_packages"):
        monkeypatch.setattr(run, name, lambda *_, **__: None)
    monkeypatch.setattr(run, "call", lambda *command, **_: 1)
    with pytest.raises(run.SetupError, match="Browsertests fehlt Chromium"):
        run.ensure_chromium()


def test_missing_postgresql_is_installed_or_explained_in_german(monkeypatch):
    asked = []
    monkeypatch.setattr(run, "postgresql_there", lambda: bool(asked))
    monkeypatch.setattr(run, "install_debian_packages", lambda *packages, **_: asked.extend(packages))
    run.ensure_postgresql()
    run.ensure_postgresql()
    assert asked == ["postgresql"]
    monkeypatch.setattr(run, "postgresql_there", lambda: False)
    with pytest.raises(run.SetupError, match=r"fehlt PostgreSQL.*KOMMUNALPROFIL_TEST_POSTGRES"):
        run.ensure_postgresql()


def test_a_failed_check_fails_the_whole_run(monkeypatch, capsys):
    monkeypatch.setattr(run, "prepare", lambda **_: None)
    monkeypatch.setattr(run, "ensure_chromium", lambda: "chromium")
    monkeypatch.setattr(run, "ensure_postgresql", lambda: None)
    monkeypatch.setattr(run, "call", lambda *command, **_: int("mypy" in command))
    assert run.test([]) == 1
    assert capsys.readouterr().out.rstrip().endswith("Nicht bestanden: mypy")


def test_ci_calls_the_readme_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "exec python3 run.py test" in script
    assert "python3 run.py test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_start_script_needs_nothing_but_python():
    """``-I -S``: no site-packages, no environment; importing it must still work."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import run"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_streamlit_asks_nobody_for_our_outer_address(monkeypatch):
    """As it comes it asks a foreign machine as soon as the app is opened to a network."""
    monkeypatch.setattr(net_util, "_external_ip", None)
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda *_, **__: pytest.fail("somebody was asked"))
    serve.stay_at_home()
    assert net_util.get_external_ip() == ""


def test_an_evening_opens_the_app_to_this_machines_own_addresses_only():
    words = serve.hall(["192.168.178.20"])
    allowed = [words[at + 1] for at, word in enumerate(words) if word == "--server.allowedHosts"]
    assert allowed == ["localhost", "127.0.0.1", "192.168.178.20"]
    assert words[0] == "--server.address"
