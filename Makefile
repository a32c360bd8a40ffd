# `make run` and `make test` are all that a new machine needs; both put in place what is missing first.

PYTEST_ARGUMENTS ?= -n 2
UV_LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_ARGUMENTS)

.PHONY: setup run test check lock

setup: ## install what the site needs
	@deploy/setup.sh run

run: setup ## serve the demonstration at http://127.0.0.1:8000 (ARGUMENTS="--port 8080" changes that)
	@deploy/run.sh $(ARGUMENTS)

test: ## all tests; DATABASE_URL and REDIS_URL choose other stores than SQLite and memory
	@deploy/setup.sh test
	.venv/bin/python -m pytest $(PYTEST_ARGUMENTS)

check: ## style, types, imports, templates, migrations, translations, production settings
	@deploy/setup.sh test
	@deploy/check.sh

lock: ## write the lock files anew, keeping what still fits; LOCK_ARGUMENTS=--upgrade takes newer versions
	@deploy/setup.sh test
	$(UV_LOCK) --extra cluster --extra token -o requirements.txt pyproject.toml
	$(UV_LOCK) --extra cluster --extra token --extra test --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(UV_LOCK) --group node -o requirements-node.txt
	npm install --package-lock-only
