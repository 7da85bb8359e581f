# utrace for Linux: build it, boot it, check it. Each target is one script in harness/; `make help` lists them.

# What a caller sets, handed to the scripts as it is: no $ in CMD is expanded by make
passed = CMD KERNEL SHARE ICOUNT TIMEOUT MEMORY CPUS APPEND LEAKCHECK KVM KLOG DEBUG_INFO BUILD SUITES PATCH
passed += MINUTES SEED FAILSLAB
$(foreach v,$(passed),$(if $(filter undefined,$(origin $v)),,$(eval override export $v := $$(value $v))))
KERNEL ?= utrace
# Not handed on: the kernel's make would take it for its own
unexport ARCH
ifneq ($(filter-out x86 x86_64,$(ARCH)),)
override export KERNEL := $(ARCH)-$(KERNEL:$(ARCH)-%=%)
endif

# make has one exit status for all failures, `make run` has the command's: see harness/exit_status.c
ifneq ($(filter run,$(MAKECMDGOALS)),)
exit_status := $(or $(BUILD),build)/exit_status.so
-load $(exit_status)
$(exit_status): harness/exit_status.c
	@harness/setup && mkdir -p $(@D) && $(CC) -O2 -Wall -shared -fPIC -o $@ $<
status := $(shell mktemp)
endif

.PHONY: help setup tree refresh kernel root run ran check check-debug check-strace check-objcode check-series torture coverage bench
.NOTPARALLEL:

help:
	@sed -n 's/^## \?//p' $(firstword $(MAKEFILE_LIST))

## make run              a shell on the console of a guest with this kernel
## make run CMD='...'    run a command there as root: its output, its input, its exit status (124: timeout, 125: died)
run: ran
	@$(exit-status $(status))
ran:
	@harness/run; echo $$? >$(status)

## make check            everything CI runs; ends with: N passed, N failed, N skipped (SUITES='a b': only those)
check: setup tree root
	@harness/check

## make check-debug      what check runs in guests, on the checking kernel (three hours)
check-debug: setup tree root
	@harness/kernel classic
	@harness/kernel debug
	@harness/kernel um-utrace
	@tests/debug/run

## make check-strace     all of strace's own test suite on both kernels (2 hours; goes on where it was interrupted)
check-strace: setup tree root
	@tests/strace/run --all

## make check-objcode    all objects of the classic kernel against the unpatched source's, not only the closest ones
check-objcode: setup tree
	@FULL=1 tests/objcode/run

## make check-series     all of the kernel after each patch, not only what the series touches (an hour)
check-series: setup tree
	@FULL=1 tests/series/run

## make torture          random engines on a busy session, for MINUTES=1, by SEED=1 (FAILSLAB=1, with KERNEL=debug: and memory
##                       is short)
torture: kernel root
	@tests/torture/run

## make coverage         the lines and branches of the core and of ptrace that the tests run, and those that none runs
##                       (15 minutes)
coverage: setup tree root
	@harness/kernel gcov
	@tests/coverage/run

## make bench            the cost of each operation on utrace and classic, and of engines: time, instructions, memory
##                       (an hour)
bench: setup tree root
	@bench/run

## make tree             build/linux: the source with this project's files and patches
tree: setup
	@harness/tree

## make refresh          write edits made in build/linux back to the files and the series here
refresh:
	@harness/refresh && harness/tree

## make kernel           build/kernel-KERNEL and build/boot/KERNEL
kernel: tree
	@harness/kernel $(KERNEL)

## make root             build/root.sqfs: the guest's Debian (for ARCH=s390 build/root-s390.sqfs)
root: setup
	@harness/root

## make setup            install the Debian packages that are missing (harness/packages)
setup:
	@harness/setup

##
## Variables: KERNEL=utrace (default), classic (the ptrace of the unpatched source), debug (utrace with every checker),
## debug-classic, kcsan (utrace with the checker of data races), gcov (counts what it runs); ARCH=um (User Mode Linux, a
## process of this machine: KERNEL is utrace or classic, and ICOUNT, CPUS and KVM say nothing); ARCH=s390 (an s390 in
## QEMU: KERNEL is utrace, classic or debug); SHARE=DIR (read-write at /host); ICOUNT=1 (guest time counts instructions);
## TIMEOUT=seconds (600); MEMORY=megabytes; CPUS=n; APPEND='kernel parameters'; LEAKCHECK=1 (debug: scan for leaks at
## the end); KLOG=FILE (the kernel's log); DEBUG_INFO=1 (build with DWARF); KVM=1; BUILD=DIR (instead of build)
