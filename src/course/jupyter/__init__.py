"""JupyterLab as the course starts it: open to this machine alone, and careful with files."""
