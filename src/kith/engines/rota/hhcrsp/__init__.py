"""The home health care routing and scheduling problem of the benchmark: one day, pairs of caregivers, soft windows."""
