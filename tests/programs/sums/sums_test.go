// SPDX-License-Identifier: GPL-2.0

package main

import "testing"

func TestAdd(t *testing.T) {
	total = 40
	if add(2) != 42 {
		t.Fatal("add")
	}
}
