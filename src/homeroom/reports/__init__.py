"""Each report is one frozen object of numbers. Screen, print and CSV are writers over it; they count nothing."""
