"""Telling shops and marketplaces what they may sell: one port, an adapter for each kind of shop."""
