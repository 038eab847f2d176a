"""Rules of deputies' proposals (人大代表建议) and CPPCC proposals (政协提案)."""
