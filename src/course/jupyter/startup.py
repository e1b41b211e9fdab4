"""What each kernel of `course lab` runs before its first cell: PYTHONSTARTUP names this file."""

# No name is left behind among the learner's own.
__import__("course.jupyter.kindly", fromlist=["watch"]).watch()
