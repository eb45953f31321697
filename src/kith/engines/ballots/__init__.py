"""Secret ballots that anyone can verify: blind signatures and a board of what was cast."""
