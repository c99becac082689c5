"""A login service (OpenID Connect) for tests, on this machine: whoever comes is who the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "kommunalprofil"


class _Handler(BaseHTTPRequestHandler):
    """Answers what Streamlit asks: where is what, the way back with a code, the token, the key."""

    service: LoginService

    def log_message(self, *_: Any) -> None:
        """Stay silent."""

    def _json(self, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        parts, own = urlsplit(self.path), self.service
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/.well-known"):
            names = {"authorization": "authorize", "token": "token"}
            places = {f"{name}_endpoint": f"{own.url}/{path}" for name, path in names.items()}
            self._json({"issuer": own.url, "jwks_uri": f"{own.url}/keys", **places})
        elif parts.path == "/keys":
            self._json({"keys": [own.key.as_dict(private=False)]})
        else:
            own.nonce = asked.get("nonce", "")
            back = urlencode({"code": "einmal", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        now = int(time.time())
        claims = {"iss": self.service.url, "aud": CLIENT, "iat": now, "exp": now + 600, "nonce": self.service.nonce}
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims | self.service.person, self.service.key)
        self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})


class LoginService:
    """A running service; ``person`` holds the claims about whoever logs in next."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.nonce = ""
        self.person: dict[str, Any] = {}
        handler = type("Handler", (_Handler,), {"service": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://localhost:{self.server.server_port}"


@contextmanager
def running() -> Iterator[LoginService]:
    """Let the service run while the block does."""
    service = LoginService()
    thread = threading.Thread(target=service.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
        thread.join()
