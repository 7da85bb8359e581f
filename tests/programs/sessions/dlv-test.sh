# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# drop: PASS: TestAdd|^PASS
# A test binary.
cat >script <<'END'
break main.TestAdd
continue
break main.add
continue
print n + total
continue
END
dlv exec --allow-non-terminal-interactive=true --init script ./sums.test -- -test.v
echo "status $?"
#~ > command-line-arguments.TestAdd\(\) .*sums_test.go:7 .*
#~ > command-line-arguments.add\(\) .*sums.go:18 .*
#> 42
#> script:6: Process N has exited with status 0
