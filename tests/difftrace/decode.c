// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: what a system call returned, in words.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "difftrace.h"

static uint32_t get32(const void *p, unsigned int off)
{
	uint32_t v;

	memcpy(&v, (const char *)p + off, sizeof(v));
	return v;
}

static unsigned long long get64(const void *p, unsigned int off)
{
	unsigned long long v;

	memcpy(&v, (const char *)p + off, sizeof(v));
	return v;
}

static unsigned long long getlong(const void *p, unsigned int off, bool abi32)
{
	return abi32 ? get32(p, off) : get64(p, off);
}

static const char *code_name(int sig, int code)
{
	static const struct {
		int code;
		const char *name;
	} common[] = {
		{ 0, "SI_USER" }, { 0x80, "SI_KERNEL" }, { -1, "SI_QUEUE" },
		{ -6, "SI_TKILL" },
	};
	static const char * const chld[] = {
		"EXITED", "KILLED", "DUMPED", "TRAPPED", "STOPPED", "CONTINUED",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(common); i++)
		if (common[i].code == code)
			return common[i].name;
	if (sig == SIGCHLD && code > 0 && code <= 6)
		return str("CLD_%s", chld[code - 1]);
	if (code > 0xff)
		return str("event %s sig %d", event_name(code >> 8), code & 0xff);
	return str("%d", code);
}

/*
 * User Mode Linux says where in the kernel a seccomp filter ran, not where the
 * call was; its kernel is here.
 */
unsigned long long user_addr(unsigned long long addr)
{
	return addr >> 24 == 0x60 ? 0x60000000 : addr;
}

/* The whole siginfo: in words what has words, and a hash of the bytes. */
const char *decode_siginfo(const void *p, bool abi32)
{
	unsigned int u = abi32 ? 12 : 16, w = abi32 ? 4 : 8;
	int sig = get32(p, 0), err = get32(p, 4), code = get32(p, 8);
	const char *head = str("%s %s%s", sig_name(sig), code_name(sig, code),
			       err ? str(" errno %d", err) : "");
	unsigned int hash = hash64((const char *)p + u, 128 - u);

	if (!sig)
		return "{}";
	if (sig == SIGCHLD && code > 0)		/* times are not compared */
		return str("{%s pid %s uid %d status %#x}", head, pid_name(get32(p, u)),
			   get32(p, u + 4), get32(p, u + 8));
	if (sig == SIGSYS && code > 0)
		return str("{%s addr %#llx nr %d arch %#x}", head,
			   user_addr(getlong(p, u, abi32)), get32(p, u + w), get32(p, u + w + 4));
	if (code > 0 && code < 0x80 && sig != SIGTRAP)
		return str("{%s addr %#llx}", head, getlong(p, u, abi32));
	if (code > 0 && code < 5)
		return str("{%s addr %#llx %08x}", head, getlong(p, u, abi32), hash);
	return str("{%s pid %s uid %d value %#llx %08x}", head, pid_name(get32(p, u)),
		   get32(p, u + 4), getlong(p, u + 8, abi32), hash);
}

static const char *decode_regs(const void *p, bool abi32)
{
#ifdef __s390x__
	return str("{ip %#llx sp %#llx r2 %s mask %#llx orig %#llx %08x}",
		   get64(p, 8), get64(p, 136), err_name(get64(p, 32)), get64(p, 0),
		   get64(p, 208), (unsigned int)hash64(p, 216));
#endif
	if (abi32)
		return str("{ip %#x sp %#x ax %s orig %d fl %#x cs %#x %08x}",
			   get32(p, 48), get32(p, 60), err_name((int)get32(p, 24)),
			   get32(p, 44), get32(p, 56), get32(p, 52),
			   (unsigned int)hash64(p, 68));
	return str("{ip %#llx sp %#llx ax %s orig %lld fl %#llx cs %#llx %08x}",
		   get64(p, 128), get64(p, 152), err_name(get64(p, 80)),
		   (long long)get64(p, 120), get64(p, 144), get64(p, 136),
		   (unsigned int)hash64(p, 216));
}

static const char *decode_scinfo(const void *p)
{
	const unsigned char *c = p;
	const char *head = str("arch %#x ip %#llx sp %#llx", get32(p, 4),
			       get64(p, 8), get64(p, 16));

	switch (c[0]) {
	case 1:
	case 3:
		return str("{%s %s nr %lld args %#llx %#llx %#llx %#llx %#llx %#llx%s}",
			   c[0] == 1 ? "entry" : "seccomp", head,
			   (long long)get64(p, 24), get64(p, 32), get64(p, 40),
			   get64(p, 48), get64(p, 56), get64(p, 64),
			   get64(p, 72), c[0] == 3 ? str(" data %#x", get32(p, 80)) : "");
	case 2:
		return str("{exit %s rval %s err %d}", head, err_name(get64(p, 24)), c[32]);
	default:
		return str("{op %d %s}", c[0], head);
	}
}

static const char *decode_peeksig(const struct opinfo *oi, const void *buf, long n, bool abi32)
{
	char out[250] = "";
	const char *p = (const char *)buf + 64;
	size_t len = 0;
	long i;

	for (i = 0; i < n && len < sizeof(out); i++, p += 128) {
		bool several = get32(p, 0) == SIGCHLD && oi->target &&
			       oi->target->sigchld_tainted;

		len += snprintf(out + len, sizeof(out) - len, " %s",
				several ? "{SIGCHLD several}" : decode_siginfo(p, abi32));
	}
	return str("%s", out);
}

static const char *decode_iov(const struct opinfo *oi, const void *buf, bool abi32)
{
	unsigned int len = getlong(buf, abi32 ? 4 : 8, abi32);
	const char *data = (const char *)buf + 64;

	if (len > DT_BUFSZ - 64)
		len = DT_BUFSZ - 64;
	if (oi->dec == D_IOVREGS && (len == 216 || len == 68))
		return str(" len %u %s", len, decode_regs(data, len == 68));
	/* Which components the XSAVE header names depends on context switches. */
	return str(" len %u %016llx", len, hash64(data, len > 512 ? 464 : len));
}

static const char *siginfo_of(const struct opinfo *oi, const void *buf, bool abi32)
{
	if (get32(buf, 0) == SIGCHLD && (int)get32(buf, 8) > 0 && oi->target &&
	    oi->target->sigchld_tainted)
		return "{SIGCHLD several}";
	return decode_siginfo(buf, abi32);
}

/*
 * An exec of a set-user-ID image ends ADDR_NO_RANDOMIZE: from then on the
 * kernel's choice of a stack is no longer the same in every run.
 */
static void mask_stack(void *buf, unsigned int len, bool words32)
{
	uint64_t *p64 = buf;
	uint32_t *p32 = buf;
	unsigned int i;

	for (i = 0; i < len / 8 && !words32; i++)
		if (p64[i] >> 36 == 0x7ff ||
		    p64[i] >> 36 == 0x3f || /* on s390 */
		    p64[i] >> 28 == 0x7f7 || /* in User Mode Linux */
		    (p64[i] >= 0xff000000 && p64[i] < 0xfffff000))
			p64[i] = 0x57ac;
	for (i = 0; i < len / 4 && words32; i++)
		if (p32[i] >= 0xff000000 && p32[i] < 0xfffff000)
			p32[i] = 0x57ac;
}

/* The buffer without random addresses; the original may be written back. */
static const void *masked(const struct opinfo *oi, const void *buf, bool abi32)
{
	static uint64_t copy[128];

	memcpy(copy, buf, sizeof(copy));
	switch (oi->dec) {
	case D_REGS:
	case D_WORD:
		mask_stack(copy, 216, abi32);
		return copy;
	case D_SCINFO:
		mask_stack(copy, 88, false);
		return copy;
	case D_HASH:
		mask_stack(copy, oi->len < 512 ? oi->len : 512, abi32);
		return copy;
	case D_IOVREGS:
		mask_stack(copy + 8, 216, getlong(copy, abi32 ? 4 : 8, abi32) % 8 == 4);
		return copy;
	default:
		return buf;
	}
}

const char *decode_op(const struct opinfo *oi, const struct dt_op *op,
		      const void *buf, bool abi32)
{
	const char *ret = err_name(op->ret);

	if (oi->dec == D_RESUME)
		return str(" sig %s = %s", sig_name(op->regs[0]), ret);
	if (op->ret < 0 && op->ret >= -4095)
		return str(" = %s", ret);
	buf = masked(oi, buf, abi32);
	switch (oi->dec) {
	case D_PID:
	case D_SPAWN:
		return str(" = %s", pid_name(op->ret));
	case D_WAIT4:
		return str(" = %s%s%s", pid_name(op->ret), op->ret > 0 ? " " : "",
			   op->ret > 0 ? status_name(get32(buf, 0)) : "");
	case D_WAITID:
	case D_SIGINFO:
		return str(" = %s %s", ret, siginfo_of(oi, buf, abi32));
	case D_SIGTIMED:
		return str(" = %s %s", sig_name(op->ret), siginfo_of(oi, buf, abi32));
	case D_REGS:
		return str(" = %s %s", ret, decode_regs(buf, abi32));
	case D_FPREGS:
		return str(" = %s %016llx", ret, hash64(buf, abi32 ? 108 : 512));
	case D_HASH:
		return str(" = %s %016llx", ret, hash64(buf, oi->len));
	case D_BYTES: {
		char out[200];
		unsigned int i, n = 0;

		for (i = 0; i < oi->len; i += 8)
			n += snprintf(out + n, sizeof(out) - n, " %#llx", get64(buf, i));
		return str(" = %s%s", ret, out);
	}
	case D_EVENTMSG:
		return str(" = %s msg %s", ret, pid_name(getlong(buf, 0, abi32)));
	case D_WORD:
		return str(" = %s word %#llx", ret, getlong(buf, 0, abi32));
	case D_SCINFO:
		return str(" = %s %s", ret, decode_scinfo(buf));
	case D_MASK:
		return str(" = %s %s", ret, mask_name(get64(buf, 0)));
	case D_PEEKSIG:
		return str(" = %s%s", ret, decode_peeksig(oi, buf, op->ret, abi32));
	case D_IOVREGS:
	case D_IOVHASH:
		return str(" = %s%s", ret, decode_iov(oi, buf, abi32));
	case D_REGSOUT:
		return str(" = %s regs %08x", ret,
			   (unsigned int)hash64(op->regs, sizeof(op->regs)));
	case D_RESUME:
	case D_HEX:
	case D_RET:
		break;
	}
	return str(" = %s", ret);
}
