"""What people see when something goes wrong: plain German, what to do, and nothing of the machine room."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from data.errors import SourceFileError
from workshop.errors import StoreError

LOG: Final = logging.getLogger("kommunalprofil")
SORRY: Final = (
    "Diese Ansicht lässt sich gerade nicht zeigen. Bitte wählen Sie oben ein anderes Gebiet oder eine andere Seite, oder laden "
    "Sie die Seite neu. Der Fehler steht im Protokoll des Servers."
)


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error inside into a German message on the page; the log keeps the details.

    A broken package of figures is named with file, line, column and remedy: whoever runs the app has to mend it.
    """
    try:
        yield
    except SourceFileError as error:
        LOG.exception("The package of figures cannot be read")
        st.error(f"Das Zahlenpaket lässt sich nicht lesen. {error}")
        st.stop()
    except StoreError as error:
        LOG.exception("The store of what people write cannot be opened")
        st.error(str(error))
        st.stop()
    except Exception:
        LOG.exception("A page failed")
        st.error(SORRY)
        st.stop()
