"""Names that the trail and the messages use besides the steps of definitions, which may have no step of such a name."""

START = "start"  # the first entry of every trail
MOVE = "move"  # to another version of the definition
SUCCEED = "succeed"  # another agency answers from now on
TARGET = "target"  # input key of the chosen state, where a step has several

# what a deadline tells (deadlines.py); none of it is a step
DUE_SOON, DUE_TODAY, OVERDUE, LATE = MARK_NAMES = ("due_soon", "due_today", "overdue", "late")
