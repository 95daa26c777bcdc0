"""Pick lists at the bench: leased ahead, walked, and what a newer lease means for the one in progress."""
