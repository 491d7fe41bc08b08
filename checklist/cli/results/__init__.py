"""The commands that tell, hold against each other and prove results."""
