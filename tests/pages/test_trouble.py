from streamlit.testing.v1 import AppTest


def broken_page():
    from views import trouble

    with trouble.explained():
        raise RuntimeError("secret path /srv/x")


def broken_package():
    from data.errors import SourceFileError
    from views import trouble

    with trouble.explained():
        raise SourceFileError("regions.csv", "Die Spalte fehlt.", "Paket neu bauen.", 3, "name")


def test_a_failing_page_says_so_in_german_without_internals():
    app = AppTest.from_function(broken_page).run()
    assert "laden Sie die Seite neu" in app.error[0].value
    assert "secret" not in app.error[0].value
    assert not app.exception


def test_a_broken_package_names_file_line_column_and_remedy():
    app = AppTest.from_function(broken_package).run()
    for part in ("„regions.csv“", "Zeile 3", "Spalte name", "Abhilfe: Paket neu bauen."):
        assert part in app.error[0].value
