"""Work for the benches: pick lists made, leased, shown and finished."""
