"""What changes meetings: one function for each thing that somebody does."""
