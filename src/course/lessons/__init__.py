"""One room a unit: its charts, exercises and quiz, and nothing of it anywhere else."""
