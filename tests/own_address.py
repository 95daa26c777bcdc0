"""An address of the loopback that belongs to this process alone, for servers that are stopped and started again."""

import os


def own_address() -> str:
    """Servers at 127.0.0.1 are lent a free port, and so is everybody else: the port of one that is down for a moment
    may be somebody's when it comes back. Here nobody else listens."""
    mine = os.getpid()
    return f"127.{64 + (mine >> 16 & 63)}.{mine >> 8 & 255}.{mine & 255}"
