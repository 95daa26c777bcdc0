"""How verbs are stored: one thread, one group, one commit; and whose turn background work is."""
