"""Who may do what at the centre, how they prove it, and the record of what they did."""
