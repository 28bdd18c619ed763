# make demo   the service on the bundled samples: no camera, no broker
# make test   every test
# Both install what is missing first. Further: build, lint, format, samples, bench, bench-quick, soak HOURS=n, clean.

# One set of flags for program and tests, so that nothing is built twice. CI turns warnings into errors.
SWIFT_FLAGS := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
TOCSIN := .build/release/tocsin

# Tests that measure seconds on real servers; one at a time, so that they do not measure each other.
TIMED := ^(CommandTests|PipelineTests|ConsoleTests|DeliveryTests|GB28181Tests)\.

HOURS := 1

.PHONY: demo test test-benchmarks test-untimed test-timed build lint format samples bench bench-quick bench-build soak clean setup setup-test setup-bench

demo: build
	$(TOCSIN) demo

build: setup
	swift build $(SWIFT_FLAGS) --product tocsin

# All parts, so that one run tells of all that fails.
test: setup-test
	swift build $(SWIFT_FLAGS) --build-tests
	rm -f .build/failed-tests
	$(MAKE) --no-print-directory --jobs=1 --keep-going test-untimed test-timed test-benchmarks \
	  || { cat .build/failed-tests 2>/dev/null; exit 1; }

# What the benchmarks decide; no build is needed for it.
test-benchmarks:
	python3 -m unittest discover --top-level-directory benchmarks --start-directory benchmarks/tests

test-untimed:
	scripts/run-tests 25 --skip '$(TIMED)'

test-timed:
	scripts/run-tests 55 --no-parallel --filter '$(TIMED)'

lint:
	swift format lint --strict --recursive Package.swift Sources Tests benchmarks
	scripts/lint-python

format:
	swift format --in-place --recursive Package.swift Sources Tests benchmarks

samples: setup
	samples/render

# benchmarks/README.md says what each measures; the report lies in .build/bench/report.
bench: bench-build
	benchmarks/all

# Five minutes on two cores: shows that everything runs; the figures to quote come from `make bench`.
bench-quick: bench-build
	benchmarks/all --quick

soak: bench-build
	benchmarks/soak --hours $(HOURS)

bench-build: setup-bench
	swift build $(SWIFT_FLAGS)

clean:
	rm -rf .build

setup:
	@scripts/setup

setup-test:
	@scripts/setup test

setup-bench:
	@scripts/setup bench
