"""What `course check` and the tests both call: the notebook contract, links, tables, runs."""
