"""A site of its own that embeds the widget in its page."""

from __future__ import annotations

import http.server
import threading
from types import TracebackType


class Embedder:
    """Serves one page with one policy while its `with` block lasts."""

    def __init__(self) -> None:
        self.page = ""
        self.policy = ""
        embedder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", embedder.policy)
                self.end_headers()
                self.wfile.write(embedder.page.encode() if self.path == "/" else b"")

            def log_message(self, *_: object) -> None:
                """Nothing to tell."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Embedder:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
