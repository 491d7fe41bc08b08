"""Whether a page is what some answers and a rulebook give: judged anew, compared to the letter."""
