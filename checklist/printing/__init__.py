"""Paper: a page printed to PDF by a browser of this computer."""
