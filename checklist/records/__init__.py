"""Records of the company held against what the law demands to be kept."""
