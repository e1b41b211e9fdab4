"""Unit 10, Iran or Russia: whom is it for?."""
