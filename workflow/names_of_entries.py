"""Names that the trail uses besides the steps of definitions. No definition may have a step of such a name."""

START = "start"  # the first entry of every trail
MOVE = "move"  # to another version of the definition
SUCCEED = "succeed"  # another agency answers from now on
TARGET = "target"  # input key of the chosen state, where a step has several
