"""What every page stands in: layout, style, script, words for money and time, and the headers that guard it."""
