"""The command line: parse, call, print, exit. The only place that reads the clock."""
