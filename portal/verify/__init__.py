"""Is this document valid, whose signatures does it bear? For anybody with its code, for people with its file."""
