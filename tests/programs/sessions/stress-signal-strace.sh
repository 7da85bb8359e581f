# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# limit: 150
# stress-ng's signal stressors under strace -f -c: the signals get through. (--sigtrap is for the rt_sigreturn: it is the
# one whose handler returns once per operation. The signals of the others may find one that is pending, or a waiter.)
strace -f -c -o counts stress-ng --sigq 1 --sigq-ops 40 --kill 1 --kill-ops 40 --sigsegv 1 --sigsegv-ops 20 \
	--sigtrap 1 --sigtrap-ops 40 --timeout 100 --temp-path . >said 2>&1
echo "status $?"
#> status 0
awk '($NF == "rt_sigqueueinfo" || $NF == "kill") && $4 >= 40 || $NF == "rt_sigreturn" && $4 >= 20 { print $NF }' counts | sort
#> kill
#> rt_sigqueueinfo
#> rt_sigreturn
grep -o 'successful run completed' said
#> successful run completed
