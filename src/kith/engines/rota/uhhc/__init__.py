"""The unified home health care problem (UHHC): one day with windows, wishes, breaks and overtime, each at its price."""
