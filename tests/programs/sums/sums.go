// SPDX-License-Identifier: GPL-2.0

// A program for delve: a function, goroutines on several threads, and a way to wait to be attached to.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

var (
	total int
	stop  bool
)

func add(n int) int {
	total += n
	return total
}

func square(n int) int {
	return n * n
}

func squares(count int) int {
	var all sync.WaitGroup
	results := make([]int, count)
	for i := range results {
		all.Add(1)
		go func(i int) {
			results[i] = square(i)
			all.Done()
		}(i)
	}
	all.Wait()
	sum := 0
	for _, r := range results {
		sum += r
	}
	return sum
}

func wait() {
	fmt.Println("ready")
	for !stop {
		time.Sleep(20 * time.Millisecond)
		add(1)
	}
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "wait" {
		wait()
		// until delve is gone: it cannot detach from threads that die under it
		os.Stdin.Read(make([]byte, 1))
		fmt.Println("stopped")
		os.Exit(4)
	}
	for i := 1; i <= 3; i++ {
		add(i)
	}
	fmt.Println("total", total)
	fmt.Println("squares", squares(4))
}
