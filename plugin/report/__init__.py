"""From an assessment to what a reader gets: the summary in words, its maps, and the forms it is written in."""
