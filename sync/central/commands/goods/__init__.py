"""Verbs about goods: stock, supply and the audit."""
