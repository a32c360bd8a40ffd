"""What helps to write a plan: tables as text, templates, phrases, citations, the previous plan of a series.

Pure functions on facts, as all of `documents`: who may see which plan is asked by whoever calls.
"""
