"""Grade submitted notebooks: `course teach grade`."""
