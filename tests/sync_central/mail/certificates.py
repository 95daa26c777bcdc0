"""A certificate authority of a test's own, and servers' certificates of it; made by openssl, good for a day."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """`file` is what a client trusts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "ca.pem"
        self._run(
            "req", "-x509", *_KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "1", "-subj", "/CN=Test authority",
            "-addext", "keyUsage=critical,keyCertSign",
        )  # fmt: skip

    def server(self, name: str) -> ssl.SSLContext:
        """What a server shows that is certified as `name`, like DNS:mail.example or IP:127.0.0.1."""
        stem = name.replace(":", "-")
        self._run(
            "req", *_KEY, "-keyout", f"{stem}.key", "-out", f"{stem}.csr", "-subj", "/CN=server",
            "-addext", f"subjectAltName={name}",
        )  # fmt: skip
        self._run(
            "x509", "-req", "-in", f"{stem}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", f"{stem}.pem", "-days", "1", "-copy_extensions", "copy",
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / f"{stem}.pem", self._folder / f"{stem}.key")
        return context

    def _run(self, *words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=self._folder, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
