"""The rules of the wire without sockets, clocks and threads: what to send, fetch and wait for."""
