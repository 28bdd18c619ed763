# make demo   the service on the bundled samples: no camera, no broker
# make test   every test
# Both install what is missing first. Further: build, lint, format, samples, bench, clean.

# One set of flags for program and tests, so that nothing is built twice. CI turns warnings into errors.
SWIFT_FLAGS := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
TOCSIN := .build/release/tocsin

# Tests that measure seconds on real servers; one at a time, so that they do not measure each other.
TIMED := ^(CommandTests|PipelineTests)\.

.PHONY: demo test build lint format samples bench clean setup setup-test

demo: build
	$(TOCSIN) demo

build: setup
	swift build $(SWIFT_FLAGS) --product tocsin

test: setup-test
	swift build $(SWIFT_FLAGS) --build-tests
	swift test $(SWIFT_FLAGS) --skip-build --skip '$(TIMED)'
	swift test $(SWIFT_FLAGS) --skip-build --no-parallel --filter '$(TIMED)'

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

samples: setup
	samples/render

bench: setup-test
	swift build $(SWIFT_FLAGS)
	benchmarks/run

clean:
	rm -rf .build

setup:
	@scripts/setup

setup-test:
	@scripts/setup test
