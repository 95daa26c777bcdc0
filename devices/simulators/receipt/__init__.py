"""A receipt printer that is not there: its inside, its wire, its paper, and a picture of what is on it."""
