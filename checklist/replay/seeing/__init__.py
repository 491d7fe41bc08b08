"""What sees: it decodes, reads and draws pictures, and needs the extra `replay`."""
