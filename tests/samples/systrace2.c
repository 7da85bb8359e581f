// SPDX-License-Identifier: GPL-2.0
/* A second systrace: the first one cannot be loaded twice. */
#include "systrace.c"
