"""The solvers, each a process of its own: a file in, a file out, no Django. No two of them meet in one process."""
