"""Many respondents on one page: who falls short of what, worst first."""
