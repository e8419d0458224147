package main

import (
	"example.com/program/lib"
	"fmt"
	"os"
)

func main() {
	t := &lib.T{}
	for i := 0; i < len(os.Args); i++ {
		fmt.Println(t.Add(5))
	}
	switch len(os.Args) {
	case 1:
		fmt.Println("one")
	case 2:
		fmt.Println("two")
	default:
		lib.Never()
	}
	lib.Empty()
}
