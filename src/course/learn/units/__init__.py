"""One module a unit, named after its slug: EXERCISES, PREDICTIONS and QUIZ."""
