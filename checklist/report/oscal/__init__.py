"""The report as OSCAL 1.2 documents; how our words map onto OSCAL's: docs/oscal.md, ADR 0010."""
