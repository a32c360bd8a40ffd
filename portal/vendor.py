"""The few third-party front-end files that pages use, found in node_modules and served as /static/vendor/…

A static files finder that names each file: a whole package would bring thousands that no page asks for.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"

FONT_FILES = [
    f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "latin-ext", "vietnamese")
    for weight in (400, 500, 600, 700)
]

FILES: dict[str, tuple[str, list[str]]] = {
    # served below vendor/…: (folder in node_modules, files); the map is there because the style sheet names it
    "tabler": ("@tabler/core/dist/css", ["tabler.min.css", "tabler.min.css.map"]),
    "htmx": ("htmx.org/dist", ["htmx.min.js"]),
    "alpine": ("@alpinejs/csp/dist", ["cdn.min.js"]),
    "be-vietnam-pro": ("@fontsource/be-vietnam-pro/files", FONT_FILES),
}


class VendorStorage(FileSystemStorage):
    """A folder of node_modules; collectstatic copies its files below `prefix`."""

    def __init__(self, folder: Path, prefix: str) -> None:
        super().__init__(location=folder)
        self.prefix = prefix


class VendorFinder(BaseFinder):
    """Finds `vendor/<name>/<file>` for the files listed in FILES, and nothing else of node_modules."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [str(path) for path in self._paths().values() if not path.is_file()]
        if not missing:
            return []
        return [Error(f"Front-end files are missing: {', '.join(missing)}", hint="Run `make setup`.", id="portal.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        found = self._paths().get(path)
        if found is None or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, VendorStorage]]:
        for name, (folder, files) in FILES.items():
            storage = VendorStorage(NODE_MODULES / folder, f"vendor/{name}")
            for file in files:
                if not matches_patterns(file, list(ignore_patterns or [])):
                    yield file, storage

    def _paths(self) -> dict[str, Path]:
        return {
            f"vendor/{name}/{file}": NODE_MODULES / folder / file
            for name, (folder, files) in FILES.items()
            for file in files
        }
