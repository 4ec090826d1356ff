# make run    install what is missing, build, open the window
# make test   install what is missing, check and test everything
# make bench  the figures: form, answers, store, export, merge
#
# CLI builds and most tests are pure Go (-tags ci draws nothing and needs no C
# compiler); only the window itself is built with cgo.

GO      ?= go
PURE    := CGO_ENABLED=0 $(GO)
# One set of flags for the window, so that its slow C part is compiled once.
# GLES builds in half the time of desktop OpenGL and runs on the same drivers;
# X11 also serves Wayland sessions.
ifeq ($(shell uname -s),Linux)
WINDOW  := gles,x11,migrated_fynedo
else
WINDOW  := migrated_fynedo
endif
# The tests of the store sync thousands of small files to the disk. Where there
# is a memory disk with room, they take a third of the time.
ifneq ($(shell [ -w /dev/shm ] && [ "$$(df -Pk /dev/shm 2>/dev/null | awk 'NR==2 {print $$4}')" -gt 4000000 ] && echo yes),)
MEMORY  := TMPDIR=/dev/shm GOTMPDIR=/tmp
endif
FUZZ    ?= 3s
FORM    ?=
OUT     ?= build

.PHONY: run test bench torture build format vet tests race window fuzz clean

run: need-window build
	@./$(OUT)/anketa $(FORM)

build:
	$(GO) build -tags '$(WINDOW)' -o $(OUT)/anketa .

need-%:
	@.ci/need $*

test: need-test format vet tests race window fuzz

format:
	@bad=$$(gofmt -s -l .); [ -z "$$bad" ] || { echo "gofmt -s would change:"; echo "$$bad"; exit 1; }
	$(GO) mod tidy -diff

vet:
	$(PURE) vet -tags ci ./...
	$(PURE) vet -tags ci,e2e .
	$(PURE) tool staticcheck -tags ci ./...
	$(PURE) tool staticcheck -tags ci,e2e .

tests:
	$(MEMORY) $(PURE) test -tags ci ./...

# The packages that start goroutines, without the tests that try one fault of the
# disk after another: they do one thing at a time. The tests' file system hands
# SQLite, which is C in Go's clothes, functions by address: checkptr takes that
# for a fault.
FAULTS := PowerGoes|Harness|EveryCall|DamageIs|MarkIsLeft|StoreIsSealed|KilledConversion|SavedIsLost|LedgerMisses
race:
	$(MEMORY) CGO_ENABLED=1 $(GO) test -tags ci -race -gcflags=all=-d=checkptr=0 -short -skip '$(FAULTS)' ./app ./storage

# The whole way in a real window: Xvfb, keys, SIGKILL, LibreOffice.
window: build
	rm -rf $(OUT)/screens
	ANKETA=$(CURDIR)/$(OUT)/anketa ANKETA_SHOTS=$(CURDIR)/$(OUT)/screens $(PURE) test -tags ci,e2e -count=1 -run '^TestWindow' -v .

fuzz:
	@GO="$(GO)" .ci/fuzz $(FUZZ)

bench: need-bench
	$(PURE) test -tags ci -run '^$$' -bench . -benchmem ./... | .ci/table

# Rounds of kill -9 and fleets of laptops; power cuts are half as many again,
# interviews with marked answers a tenth. It prints what each test counted.
TORTURE ?= 10000
torture:
	ANKETA_TORTURE=$(TORTURE) CGO_ENABLED=0 .ci/torture $(GO) test -tags ci -timeout 0 -count=1 -v ./survey/... ./storage/... ./export/...

clean:
	rm -rf $(OUT)
