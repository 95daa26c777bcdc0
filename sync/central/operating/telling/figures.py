"""The figures at a port of their own, so that /metrics need not be reachable where customers and shops come in."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import start_http_server

from sync.central.operating.telling.meters import Meters
from sync.central.operating.values import MetricsSettings


def serve_figures(meters: Meters, settings: MetricsSettings, number: int) -> Callable[[], None]:
    """Serve them until what is returned is called. Raises OSError when the port is taken."""
    server, thread = start_http_server(settings.port + number, settings.host, meters.registry)

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return stop
