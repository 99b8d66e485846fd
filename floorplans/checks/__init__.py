"""What is checked in a plan, one module for each kind of problem."""
