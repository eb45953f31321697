"""A provider's real weeks: palliative home care (Cappanera and Scutellà 2015), solved as a team's week."""
