"""Charts: each is a function from a tidy table to a finished Plotly figure."""
