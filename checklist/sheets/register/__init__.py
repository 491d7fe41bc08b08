"""The remediation register (整改台账): its rows, how it is written, and how it is read back."""
