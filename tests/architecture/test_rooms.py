"""What only one module may do."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import BASE_DIR, place, python_files, tree

ENGINE = {
    *(BASE_DIR / "workflow" / "engine").glob("*.py"),
    BASE_DIR / "workflow" / "definition.py",  # the setter of the machine, which the engine alone moves
}
WRITERS_OF_ROWS = ("update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update")


def test_only_the_definition_language_imports_viewflow() -> None:
    importers = {
        str(path.relative_to(BASE_DIR))
        for path in python_files()
        for module in imported_modules(tree(path))
        if module.split(".")[0] == "viewflow"
    }

    assert importers == {"workflow/definition.py"}


def test_only_the_engine_writes_the_state_of_an_instance() -> None:
    writers = [
        place(path, node)
        for path in python_files()
        for node in ast.walk(tree(path))
        if writes_instance_state(node) and path not in ENGINE
    ]

    assert writers == []


def test_the_search_for_writers_finds_each_way_of_writing() -> None:
    ways = [
        "instance.state = 'x'",
        "instance.state, other = 'x', 1",
        "instance.state: str = 'x'",
        "setattr(instance, 'state', 'x')",
        "ProcessInstance.objects.filter(pk=1).update(state='x')",
        "ProcessInstance.objects.create(title='')",
        "ProcessInstance(title='')",
        "ProcessInstance.objects.bulk_update(rows, ['state'])",
    ]
    for way in ways:
        assert any(writes_instance_state(node) for node in ast.walk(ast.parse(way))), way


def imported_modules(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def writes_instance_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        # `self.state` is the own attribute of some object that is no row
        return node.attr == "state" and isinstance(node.ctx, ast.Store) and not is_name(node.value, "self")
    if not isinstance(node, ast.Call):
        return False
    if is_name(node.func, "ProcessInstance"):
        return True
    if is_name(node.func, "setattr"):
        return "state" in constants(node)
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITERS_OF_ROWS:
        return False
    is_about_instances = "ProcessInstance" in names(node.func)
    writes_state = any(keyword.arg == "state" for keyword in node.keywords) or "state" in constants(node)
    return is_about_instances and (writes_state or "create" in node.func.attr)


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def constants(node: ast.AST) -> set[object]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
