"""The review of what was read: the source with its marks on one side, the facts one by one on the other."""
