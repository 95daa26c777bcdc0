"""Buying in the browser: proposals to approve, change or refuse, and purchases until everything came."""
