"""What is planned and what came of it: reports over published plans of the week and the flexible block."""
