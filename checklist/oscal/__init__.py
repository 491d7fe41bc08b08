"""The report as OSCAL documents, for audit tools."""
