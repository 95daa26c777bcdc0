"""Tasks for people: made by themselves, given to who suits them, leased, done with an effect, and explained."""
