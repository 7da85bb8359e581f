// SPDX-License-Identifier: GPL-2.0
/*
 * The register sets of a task: a view with the name of the sub-architecture
 */

#include <linux/elf.h>
#include <linux/ptrace.h>
#include <linux/regset.h>
#include <linux/sched.h>

static int genregs_get(struct task_struct *target,
		       const struct user_regset *regset, struct membuf to)
{
	int reg;

	for (reg = 0; to.left; reg += sizeof(long))
		membuf_store(&to, getreg(target, reg));
	return 0;
}

static int genregs_set(struct task_struct *target,
		       const struct user_regset *regset, unsigned int pos,
		       unsigned int count, const void *kbuf,
		       const void __user *ubuf)
{
	unsigned long regs[ELF_NGREG];
	unsigned int reg = pos;
	int ret;

	ret = user_regset_copyin(&pos, &count, &kbuf, &ubuf, regs, 0, -1);
	for (; !ret && reg < pos; reg += sizeof(long))
		ret = putreg(target, reg, regs[reg / sizeof(long)]);
	return ret;
}

/* What was read from the host process begins with it, extended state or not. */
static int fpregs_get(struct task_struct *target,
		      const struct user_regset *regset, struct membuf to)
{
	return membuf_write(&to, target->thread.regs.regs.fp,
			    sizeof(struct user_i387_struct));
}

static int fpregs_set(struct task_struct *target,
		      const struct user_regset *regset, unsigned int pos,
		      unsigned int count, const void *kbuf,
		      const void __user *ubuf)
{
	unsigned long *fp = target->thread.regs.regs.fp;
	struct user_i387_struct *i387 = (struct user_i387_struct *)fp;
	int ret;

	ret = user_regset_copyin(&pos, &count, &kbuf, &ubuf, fp, 0, -1);
	/* The host would not take the state with other bits in there. */
	i387->mxcsr &= 0xffff;
	/* The header of extended state follows: x87 and SSE are in use. */
	fp[sizeof(*i387) / sizeof(long)] |= 3;
	return ret;
}

static const struct user_regset um_regsets[] = {
	[REGSET_GENERAL] = {
		.core_note_type	= NT_PRSTATUS,
		.n		= ELF_NGREG,
		.size		= sizeof(long),
		.align		= sizeof(long),
		.regset_get	= genregs_get,
		.set		= genregs_set,
	},
	[REGSET_FP] = {
		.core_note_type	= NT_PRFPREG,
		.n		= sizeof(struct user_i387_struct) / sizeof(long),
		.size		= sizeof(long),
		.align		= sizeof(long),
		.regset_get	= fpregs_get,
		.set		= fpregs_set,
	},
};

static const struct user_regset_view um_regset_view = {
	.name		= "x86_64",
	.e_machine	= EM_X86_64,
	.regsets	= um_regsets,
	.n		= ARRAY_SIZE(um_regsets),
};

const struct user_regset_view *task_user_regset_view(struct task_struct *task)
{
	return &um_regset_view;
}
