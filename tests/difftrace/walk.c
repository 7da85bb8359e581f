// SPDX-License-Identifier: GPL-2.0
/*
 * difftrace: from the name of an action to the action.
 */
#include "difftrace.h"

bool do_act(enum act a, const struct family *f)
{
	static bool (* const acts[NACT])(const struct family *f) = {
		[A_CYCLE] = act_cycle,
		[A_RESUME] = act_resume,
		[A_INSPECT] = act_inspect,
		[A_MODIFY] = act_modify,
		[A_ATTACH] = act_attach,
		[A_CTRL] = act_ctrl,
		[A_WILD] = act_wild,
		[A_WAIT] = act_wait,
		[A_BLOCKWAIT] = act_blockwait,
		[A_OP] = act_op,
		[A_SIG] = act_sig,
		[A_DRAIN] = act_drain,
		[A_TRACERDIE] = act_tracerdie,
		[A_HWBP] = act_hwbp,
		[A_MISMATCH] = act_mismatch,
	};

	return acts[a](f);
}
