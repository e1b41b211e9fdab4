"""A folder for a stick: the course, its site and sheets, and what installs it offline."""
