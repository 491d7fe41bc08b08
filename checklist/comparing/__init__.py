"""Results of two times held against each other, and a page against the answers it came from."""
