/* Counts a known number of times, in many threads. The first argument names what is done; each call of work() executes
 * its loop TURNS times. Built by covercc in mode atomic. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef THREADS_PLUGIN
#include <dlfcn.h>
#endif

enum { TURNS = 100000, THREADS = 24 };

static void work(void)
{
    volatile unsigned sink = 0;
    for (unsigned i = 0; i < TURNS; i++) {
        sink = i; /* counted: TURNS a call */
    }
    (void)sink;
}

static void *thread_work(void *arg)
{
    work();
    return arg;
}

static void threads_run(int count, void *(*run)(void *), void *arg)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, run, arg) != 0)
            _exit(1);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

/* Many at once, then many one after the other: 24 + 60 calls. */
static void do_ends(void)
{
    threads_run(THREADS, thread_work, NULL);
    for (int i = 0; i < 60; i++)
        threads_run(1, thread_work, NULL);
}

#ifdef _OPENMP
/* Threads that run a part of a function, and enter none: 400 * TURNS times. */
static void do_parts(void)
{
    volatile unsigned part = 0;
#pragma omp parallel for num_threads(4)
    for (unsigned i = 0; i < 400 * TURNS; i++) {
        part = i; /* counted, too */
    }
    (void)part;
}
#endif

static unsigned done;

static void *thread_stay(void *arg)
{
    work();
    __atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST);
    for (;;)
        pause();
    return arg;
}

static void stay(int count)
{
    pthread_t thread;
    for (int i = 0; i < count; i++)
        if (pthread_create(&thread, NULL, thread_stay, NULL) != 0)
            _exit(1);
    while (__atomic_load_n(&done, __ATOMIC_SEQ_CST) < (unsigned)count)
        usleep(1000);
}

/* Alive when the program exits, 10 calls; … or is killed. */
static void do_alive(void)
{
    stay(10);
}

static void do_killed(void)
{
    stay(10);
    work();
    kill(getpid(), SIGKILL);
}

/* Each of 4 threads works, forks 5 children that work in two threads each, and works again: 8 calls, and 10 in each of
 * 4 * 5 files of children … */
static void *thread_fork(void *arg)
{
    work();
    for (int i = 0; i < 5; i++) {
        pid_t child = fork();
        if (child == 0) {
            work();
            threads_run(2, thread_work, NULL);
            exit(5);
        }
        int status = 0;
        if (waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 5)
            _exit(1);
    }
    work();
    return arg;
}

static void do_fork(void)
{
    threads_run(4, thread_fork, NULL);
}

static volatile unsigned handled;

static void on_signal(int number)
{
    handled += number == SIGUSR1; /* counted: as often as handled says */
}

static void *thread_interrupted(void *until)
{
    while (!__atomic_load_n((int *)until, __ATOMIC_RELAXED))
        work();
    return NULL;
}

/* A thread that signals interrupt while it counts: what the handler counts must be what it says. */
static void do_signals(void)
{
    pthread_t thread;
    int over = 0;
    signal(SIGUSR1, on_signal);
    if (pthread_create(&thread, NULL, thread_interrupted, &over) != 0)
        _exit(1);
    for (int i = 0; i < 2000; i++) {
        pthread_kill(thread, SIGUSR1);
        usleep(20);
    }
    __atomic_store_n(&over, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    printf("%u\n", handled);
}

static pthread_key_t key;

static void late_work(void *again)
{
    work();
    if (again)
        pthread_setspecific(key, NULL);
}

static void *thread_late(void *arg)
{
    pthread_setspecific(key, arg);
    return NULL;
}

/* In destructors of threads' own data: 24 calls. */
static void do_destructors(void)
{
    int value;
    pthread_key_create(&key, late_work);
    threads_run(THREADS, thread_late, &value);
}

#ifdef THREADS_PLUGIN
static void *thread_plugin(void *run)
{
    void (*function)(void);
    memcpy(&function, &run, sizeof run);
    function();
    return NULL;
}

/* Threads that ran code of a plugin end before it is unloaded, and behind: 2 * 24 calls of its function. */
static void do_plugin(const char *path)
{
    for (int i = 0; i < 2; i++) {
        void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        void *run = plugin ? dlsym(plugin, "plugin_work") : NULL;
        if (run == NULL)
            _exit(1);
        threads_run(THREADS, thread_plugin, run);
        dlclose(plugin);
    }
}
#endif

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "ends") == 0)
        do_ends();
    else if (strcmp(what, "alive") == 0)
        do_alive();
    else if (strcmp(what, "killed") == 0)
        do_killed();
    else if (strcmp(what, "fork") == 0)
        do_fork();
    else if (strcmp(what, "signals") == 0)
        do_signals();
    else if (strcmp(what, "destructors") == 0)
        do_destructors();
#ifdef _OPENMP
    else if (strcmp(what, "parts") == 0)
        do_parts();
#endif
#ifdef THREADS_PLUGIN
    else if (strcmp(what, "plugin") == 0)
        do_plugin(argv[2]);
#endif
    else
        return 2;
    return 7;
}
