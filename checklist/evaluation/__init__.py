"""What follows from rulebook and answers. Pure: no files, no clock, no wording."""
