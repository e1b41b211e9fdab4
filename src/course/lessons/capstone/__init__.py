"""Unit 17, the capstone, and the Council that it ends with."""
