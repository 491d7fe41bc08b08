"""The report as a terminal table, JSON and Markdown."""
