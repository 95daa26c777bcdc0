"""Who may use the desk, one's own account, and the record of what everybody did."""
