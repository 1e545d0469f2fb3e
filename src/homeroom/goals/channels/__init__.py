"""The ways in which an assignment reaches a program: a link, a gradebook's door, a file, a list that an adult ticks."""
