"""The remediation register, 整改台账: out as a spreadsheet to be worked in, and back."""
