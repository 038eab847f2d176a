"""Deputies' proposals and CPPCC proposals: handed over, answered, rated, published."""
