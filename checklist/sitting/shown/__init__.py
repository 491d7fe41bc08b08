"""What a sitting shows: its questions, its overviews, what it says of itself."""
