"""What can't be done with a goal, said so that whoever asked can put it right."""


class GoalsError(Exception):
    """A goal, plan or assignment that can't be; the message says what to do."""
