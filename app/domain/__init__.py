"""Pure values and functions of the trade: no clock, no database, no Qt, no network."""
