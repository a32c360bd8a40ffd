"""The engine and the processes stay readable."""

import ast

from tests.architecture.sources import place, python_files, tree

LONGEST_FUNCTION = 60


def test_no_function_of_the_core_is_too_long() -> None:
    long = [
        f"{place(path, node)} {node.name}: {length} lines"
        for path in python_files("workflow", "processes")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []
