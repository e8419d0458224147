own.o: /dev/shm/clang/j.12955/own.i
