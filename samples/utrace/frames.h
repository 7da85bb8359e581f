/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What crash-catcher has to know of the architecture: put_registers() writes
 * those of current's program, put_backtrace() where its stack frames return to.
 */
#ifndef _SAMPLES_UTRACE_FRAMES_H
#define _SAMPLES_UTRACE_FRAMES_H

#include <linux/compat.h>
#include <linux/ptrace.h>
#include <linux/seq_buf.h>
#include <linux/uaccess.h>
#ifdef CONFIG_S390
#include <asm/stacktrace.h>
#endif

#define MAX_FRAMES	64

#ifdef CONFIG_UML
#define frame_pointer(regs)	PT_REGS_BP(regs)

/* It has CONFIG_UTRACE for programs of 64 bits only. */
static bool user_64bit_mode(struct pt_regs *regs)
{
	return true;
}
#endif

static void put_registers(struct seq_buf *s, struct pt_regs *r)
{
#ifdef CONFIG_X86
	seq_buf_printf(s, "ip %lx sp %lx bp %lx flags %lx orig_ax %lx\n",
		       r->ip, r->sp, r->bp, r->flags, r->orig_ax);
	seq_buf_printf(s, "ax %lx bx %lx cx %lx dx %lx si %lx di %lx\n",
		       r->ax, r->bx, r->cx, r->dx, r->si, r->di);
#ifdef CONFIG_X86_64
	seq_buf_printf(s, "r8 %lx r9 %lx r10 %lx r11 %lx r12 %lx r13 %lx r14 %lx r15 %lx\n",
		       r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14,
		       r->r15);
#endif
#else
	seq_buf_printf(s, "ip %lx sp %lx\n", instruction_pointer(r),
		       user_stack_pointer(r));
#endif
}

#ifdef CONFIG_S390
#define frame_pointer(regs)	user_stack_pointer(regs)

/* As below, where the program was built with -mbackchain */
static int get_frame(struct pt_regs *regs, unsigned long fp,
		     unsigned long frame[2])
{
	struct stack_frame_user __user *sf = (void __user *)fp;

	if (is_compat_task() ||
	    copy_from_user_nofault(&frame[0], &sf->back_chain, sizeof(long)))
		return -EFAULT;
	/* r14 is saved in the frame of the caller */
	sf = (void __user *)frame[0];
	return copy_from_user_nofault(&frame[1], &sf->gprs[8], sizeof(long));
}
#else
/*
 * The frame at @fp: the caller's frame and the address to return to.  What is
 * not in memory is not brought in: the program could let us wait for it.
 */
static int get_frame(struct pt_regs *regs, unsigned long fp,
		     unsigned long frame[2])
{
	u32 frame32[2];

	if (user_64bit_mode(regs))
		return copy_from_user_nofault(frame, (void __user *)fp,
					      2 * sizeof(*frame));
	if (copy_from_user_nofault(frame32, (void __user *)fp, sizeof(frame32)))
		return -EFAULT;
	frame[0] = frame32[0];
	frame[1] = frame32[1];
	return 0;
}
#endif

static void put_backtrace(struct seq_buf *s, struct pt_regs *regs)
{
	unsigned long fp = frame_pointer(regs), frame[2];
	int i;

	seq_buf_printf(s, "backtrace:\n  %lx\n", instruction_pointer(regs));
	for (i = 1; i < MAX_FRAMES && fp; i++) {
		if (get_frame(regs, fp, frame) || !frame[1])
			break;
		seq_buf_printf(s, "  %lx\n", frame[1]);
		/* the stack grows down: what does not go up is no frame */
		if (frame[0] <= fp)
			break;
		fp = frame[0];
	}
}

#endif /* _SAMPLES_UTRACE_FRAMES_H */
