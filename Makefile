# Short names for the commands of CONTRIBUTING.md.
#   make quick        make test NAME=SizesTest        make it NAME=LauncherIT

MVNW := ./mvnw -B -ntp
QUICK := $(MVNW) -q -Pquick

.PHONY: help build quick test it format demo bench docs packages release

help: ## shows these targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST)

build: ## builds and tests everything, as the build server does
	$(MVNW) verify

quick: ## makes target/caravan, without tests, format check and Error Prone
	$(QUICK) -Dquick.all=true package -DskipTests

test: name ## runs one unit test: NAME=SizesTest
	$(QUICK) test -Dtest='$(NAME)'

it: name ## runs one integration test: NAME=LauncherIT
	$(QUICK) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='$(NAME)'

.PHONY: name
name:
	@test -n '$(NAME)' || { echo "say which test: make $(MAKECMDGOALS) NAME=…" >&2; exit 64; }

format: ## formats Java, Markdown, YAML and properties
	$(MVNW) -q spotless:apply

demo: ## copies between two stores on this machine
	./caravan demo

bench: ## copies buckets with several tools, and compares
	./caravan bench

docs: ## writes the generated pages of docs/, and the site in target/site
	$(QUICK) test -Dtest='OptionDocsTest,ComponentDocsTest,RoutesReferenceTest' -Dcaravan.docs.write=true
	$(MVNW) -q -Psite antrun:run@site

packages: ## makes a deb and an rpm in target/
	$(QUICK) -Ppackages -Dquick.all=true package -DskipTests

release: ## makes the files of a release: VERSION=0.1.0 ARGS='--url https://…'
	scripts/release $(VERSION) $(ARGS)
