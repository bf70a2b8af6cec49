# Commands of the project; `make help` lists them. What they do stands in scripts/.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 or later is needed / 需要 Python 3.11 或更高版本)
endif
SCALE ?= 1
export PORT SCALE FILE FORCE DEMO

.PHONY: help run test check lock seed shell backup restore bench screenshots

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: ## install, prepare and run the portal with demonstration data (PORT=8000; DEMO=0: with an administrator alone)
	@$(PYTHON) -m scripts.run

test: ## the whole test suite: SQLite, PostgreSQL, Redis, Chromium
	@$(PYTHON) -m scripts.test

check: ## the fast part of it, without browser and servers
	@$(PYTHON) -m scripts.check

lock: ## renew requirements*.txt and package-lock.json
	@$(PYTHON) -m scripts.lock

seed: ## load demonstration data into an empty database (SCALE=1)
	@$(PYTHON) -m scripts.manage seed_demo --scale $(SCALE)

shell: ## a Python shell with the models, beside a running portal or without
	@$(PYTHON) -m scripts.manage shell

backup: ## database, uploads and keys into one file (FILE=backups/….tar.gz)
	@$(PYTHON) -m scripts.backup backup

restore: ## put a backup back into an empty portal (FILE=…; FORCE=1 replaces what is there)
	@$(PYTHON) -m scripts.backup restore

bench: ## measure pages against the raw SQL floor (SCALE=1)
	@$(PYTHON) -m scripts.bench

screenshots: ## take the pictures of the README from a running portal
	@$(PYTHON) -m scripts.screenshots
