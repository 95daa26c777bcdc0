"""What each channel may sell: its rules, the figures published to it, and how they reach it."""
