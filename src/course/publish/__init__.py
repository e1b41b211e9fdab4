"""The course as a website: stored outputs rendered, nothing executed, no host but its own."""
