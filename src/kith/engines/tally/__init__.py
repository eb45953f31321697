"""Counting votes: Scottish STV, Meek, and the simpler rules, in whole numbers. Pure: ballots in, a count out."""
