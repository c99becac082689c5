"""Start the app: ``python -m views.serve [words for Streamlit]``.

Streamlit takes a folder named ``pages`` beside the script for its old way of making pages, until the first visitor has been served:
a link to a page would then greet that visitor with "page not found". The pages are named by the navigation, so this is said up front.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from views import warm

APP = Path(__file__).parent.parent / "app.py"


def main(words: list[str]) -> None:
    """Serve the app with Streamlit's own command line."""
    PagesManager.uses_pages_directory = False
    threading.Thread(target=warm.warm, daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *words]
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1:])
