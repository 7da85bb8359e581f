/* SPDX-License-Identifier: GPL-2.0 */
/*
 * difftrace: the memory that the controller shares with the tasks it drives.
 *
 * Every task of a seed (tracers, tracees, parents) runs the same small
 * interpreter (interp.c) and takes its orders from one slot.  The layout is
 * the same for a 64-bit and for a 32-bit interpreter.
 */
#ifndef DIFFTRACE_SHM_H
#define DIFFTRACE_SHM_H

#include <stdint.h>

#define DT_SHM_BASE	0x20000000UL	/* where everyone maps it */
#define DT_SHM_FD	100
/*
 * Two descriptors per interpreter image: an exec always goes to the one that
 * the process does not run from, so that its comm tells that the exec is done.
 */
#define DT_INTERP64_FD	101		/* and 103 */
#define DT_INTERP32_FD	102		/* and 104 */
#define DT_SUID64_FD	107		/* not open: files in DT_SUID_DIR */
#define DT_SUID_DIR	"/tmp/"
#define DT_PIPE_FD	105		/* read end; nothing is ever written */
#define DT_PIPE_WFD	106

#define DT_NSLOTS	16
#define DT_NOPS		8		/* orders in one batch */
#define DT_BUFSZ	4096
#define DT_NHANDLED	16
#define DT_NREGS	16
#define DT_STACKSZ	16384

/* The tasks of a seed have fixed pids: this one plus 1 + slot. */
#define DT_PID_BASE	20000

enum dt_op_kind {
	DT_OP_SYSCALL,		/* nr, arg[0..5] */
	DT_OP_RESUME,		/* arg: request, pid, operation that waited */
	DT_OP_SPAWN,		/* arg: new slot, clone flags, exit signal */
	DT_OP_EXEC,		/* arg: descriptor of the image */
	DT_OP_SIGACTION,	/* arg: signal, 0 dfl 1 ign 2 handler, flags */
	DT_OP_SECCOMP,		/* arg: sock_filter[], length, flags */
	DT_OP_FAULT,		/* arg: enum dt_fault */
	DT_OP_PLAY,		/* the playground: straight code to step over */
	DT_OP_CALLFN,		/* the function that tracers patch */
	DT_OP_INT80,		/* 32-bit system call whatever the ABI */
};

enum dt_fault {
	DT_FAULT_NULL,
	DT_FAULT_DIV,
	DT_FAULT_UD2,
	DT_FAULT_INT3,
	DT_FAULT_HLT,
	DT_FAULT_ICEBP,
	DT_FAULT_TF,
	DT_FAULT_KADDR,
	DT_FAULT_ROTEXT,
	DT_NFAULTS,
};

#define DT_ALIGNED	__attribute__((aligned(8)))

struct dt_op {
	uint32_t kind;
	uint32_t nr;
	uint64_t arg[6] DT_ALIGNED;
	int64_t ret DT_ALIGNED;
	uint64_t regs[DT_NREGS] DT_ALIGNED;	/* as the op left them */
} DT_ALIGNED;

struct dt_handled {
	int32_t sig;
	int32_t code;
	int32_t pid;
	int32_t status;
	uint64_t value DT_ALIGNED;
} DT_ALIGNED;

struct dt_slot {
	uint32_t seq;		/* the controller's: batch number */
	uint32_t done;		/* the task's: last batch finished */
	uint32_t nops;
	uint32_t cur;		/* operations finished in this batch */
	int32_t pid;		/* set by CLONE_PARENT_SETTID */
	uint32_t abi32;
	uint32_t nhandled;
	struct dt_op op[DT_NOPS];
	struct dt_handled handled[DT_NHANDLED];
	uint8_t buf[DT_NOPS][DT_BUFSZ] DT_ALIGNED;
} DT_ALIGNED;

/* Addresses in an interpreter image, published when it starts. */
struct dt_image {
	uint64_t scratch DT_ALIGNED;	/* 4096 bytes of private data */
	uint64_t callfn DT_ALIGNED;	/* the function that may be patched */
	uint64_t play DT_ALIGNED;	/* playground: an instruction in it */
	uint64_t text DT_ALIGNED;	/* start of the text */
	uint64_t insn DT_ALIGNED;	/* start of raw_syscall(), past all else */
	uint64_t end DT_ALIGNED;	/* first address behind the image */
} DT_ALIGNED;

struct dt_shm {
	struct dt_image image[2];	/* [abi32] */
	struct dt_slot slot[DT_NSLOTS];
};

#define DT_SHM		((struct dt_shm *)DT_SHM_BASE)

#endif /* DIFFTRACE_SHM_H */
