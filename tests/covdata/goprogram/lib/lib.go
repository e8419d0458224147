package lib

import "fmt"

type T struct{ n int }

func (t *T) Add(k int) int {
	for i := 0; i < k; i++ {
		if i%3 == 0 && k > 2 || i == 7 {
			t.n += i
		} else {
			t.n++
		}
	}
	f := func(x int) int {
		if x > 10 {
			return x
		}
		return -x
	}
	return f(t.n)
}

func Never() { fmt.Println("never") }

func Empty() {}
