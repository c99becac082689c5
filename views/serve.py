"""Start the app: ``python -m views.serve [halle] [words for Streamlit]``; ``halle`` opens it to phones in the local network.

Streamlit takes a folder named ``pages`` beside the script for its old way of making pages, until the first visitor has been served:
a link to a page would then greet that visitor with "page not found". The pages are named by the navigation, so this is said up front.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from views import lan, signed_in, warm, workshop_data
from workshop import logins
from workshop.errors import StoreError
from workshop.roles import Role, Writer

APP: Final = Path(__file__).parent / "served" / "kommunalprofil.py"
#: A code for the Verwaltung of one's own choice; a new one is made at every start otherwise.
OWN_CODE: Final = "KOMMUNALPROFIL_CODE"
CODE_LASTS: Final = timedelta(hours=24)
HALL: Final = "halle"
CONSOLE: Final = Writer("", "Start des Programms", Role.VERWALTUNG)


def main(words: list[str]) -> None:
    """Serve the app with Streamlit's own command line."""
    try:
        show_code()
    except StoreError as error:
        sys.exit(str(error))
    stay_at_home()
    PagesManager.uses_pages_directory = False
    threading.Thread(target=warm.warm, daemon=True).start()
    if words[:1] == [HALL]:
        words = [*hall(lan.lan_addresses()), *words[1:]]
    sys.argv = ["streamlit", "run", str(APP), *words]
    cli.main()


def stay_at_home() -> None:
    """Keep Streamlit from asking a foreign machine for this one's outer address, which it would do for its greeting and for foreign pages."""
    net_util._external_ip = ""


def hall(addresses: Sequence[str]) -> list[str]:
    """Give the words that open the app to the local network, under this machine's own addresses only."""
    if not addresses:
        print(
            "Dieser Rechner ist in keinem Netz. Bitte WLAN oder Hotspot einschalten und noch einmal starten.",
            flush=True,
        )
    allowed = ["localhost", "127.0.0.1", *addresses]
    everywhere = ["--server.address", "0.0.0.0"]  # noqa: S104 - what an evening needs; the names below still limit it
    return everywhere + [word for name in allowed for word in ("--server.allowedHosts", name)]


def show_code() -> None:
    """Print the code that makes whoever starts the program the Verwaltung; not where a login service names its people."""
    own = os.environ.get(OWN_CODE, "")
    if os.environ.get(signed_in.ADMINISTRATORS) and not own:
        return
    with workshop_data.store().writing(CONSOLE) as desk:
        code = logins.make_code(desk, Role.VERWALTUNG, "Start des Programms", CODE_LASTS, own)
    print(f"\n  Code für die Verwaltung: {code}\n  (zum Anmelden oben rechts; gilt 24 Stunden)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
