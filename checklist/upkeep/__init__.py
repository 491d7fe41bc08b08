"""For those who keep the rulebooks: the official text, citations, coverage, the catalogue."""
