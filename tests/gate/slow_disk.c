/* A folder on a disk of the network: preloaded, it makes every call wait that would have to ask the server.
 *
 * SLOW_DISK names the folder, SLOW_DISK_MICROSECONDS what an answer takes, SLOW_DISK_RECORD a file that gets one line
 * for each answer waited for: the seconds since the machine started, the process, whether its main thread waited or one
 * beside it, what was asked, and of which path.
 *
 * The client is one as Windows and Linux have them: it remembers for a second what it was told of a path, keeps what it
 * has read and writes what is written in its own time. So what waits is every opening, every look at a path that was
 * not looked at in the last second, every 64 kB that are read for the first time, and whatever is made, renamed or
 * removed in a folder. What the C library calls within itself (the reads of a FILE) is not seen here.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST_FILES 65536
/* Two that share an entry are taken for one: rare with a million of them, and only ever a wait less. */
#define MOST_KNOWN (1 << 20)
#define KNOWN_FOR_MILLISECONDS 1000
#define BLOCK_BITS 16

static const char *folder;
static size_t folder_length;
static struct timespec answer;
static int record = -1;

/* Of each open file of the folder its hash, else 0; of each path when it was last looked at; of each block if it is here. */
static atomic_ulong files[MOST_FILES];
static atomic_long looked_at[MOST_KNOWN];
static atomic_bool kept[MOST_KNOWN];

__attribute__((constructor)) static void begin(void)
{
    const char *microseconds = getenv("SLOW_DISK_MICROSECONDS"), *path = getenv("SLOW_DISK_RECORD");
    long each = microseconds ? atol(microseconds) : 0;

    answer.tv_sec = each / 1000000;
    answer.tv_nsec = each % 1000000 * 1000;
    if (path)
        record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    /* The program may go on as another user, with whom it is begun anew. */
    if (record >= 0)
        (void)!fchmod(record, 0666);
    folder = getenv("SLOW_DISK");
    folder_length = folder ? strlen(folder) : 0;
}

static int is_slow(const char *path)
{
    return folder_length && path && !strncmp(path, folder, folder_length);
}

static struct timespec now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static unsigned long hash(const char *bytes, size_t size, unsigned long start)
{
    unsigned long value = start ^ 14695981039346656037UL;
    for (size_t i = 0; i < size; i++)
        value = (value ^ (unsigned char)bytes[i]) * 1099511628211UL;
    value ^= value >> 31;
    return value ? value : 1;
}

static void ask(const char *what, const char *path)
{
    char line[4400];
    struct timespec at = now();
    int size = snprintf(line, sizeof line, "%ld.%03ld %d %s %s %s\n", at.tv_sec, at.tv_nsec / 1000000, getpid(),
                        gettid() == getpid() ? "main" : "side", what, path);
    if (record >= 0)
        syscall(SYS_write, record, line, size < (int)sizeof line ? size : (int)sizeof line - 1);
    nanosleep(&answer, NULL);
}

static void look(const char *path)
{
    if (!is_slow(path))
        return;
    struct timespec at = now();
    long time = at.tv_sec * 1000 + at.tv_nsec / 1000000;
    long before = atomic_exchange(&looked_at[hash(path, strlen(path), 0) % MOST_KNOWN], time);
    if (!before || time - before > KNOWN_FOR_MILLISECONDS)
        ask("look", path);
}

static void change(const char *path)
{
    if (is_slow(path))
        ask("change", path);
}

static int opened(int file, const char *path)
{
    struct stat about;
    if (file < 0 || file >= MOST_FILES)
        return file;
    files[file] = is_slow(path) && !fstat(file, &about) ? hash((char *)&about.st_ino, sizeof about.st_ino, 0) : 0;
    return file;
}

static void fetch(int file, off_t from)
{
    if (file < 0 || file >= MOST_FILES || !files[file])
        return;
    if (from < 0)
        from = lseek(file, 0, SEEK_CUR);
    from >>= BLOCK_BITS;
    if (!atomic_exchange(&kept[hash((char *)&from, sizeof from, files[file]) % MOST_KNOWN], 1))
        ask("read", "");
}

/* The function that would have been called without this library. */
#define NEXT(result, name, ...) \
    static result (*next)(__VA_ARGS__); \
    if (!next) \
        next = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define OPEN(name, at_declared, at_given, ...) \
    int name(at_declared const char *path, int flags, ...) \
    { \
        NEXT(int, name, __VA_ARGS__, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (is_slow(path)) \
            ask("open", path); \
        return opened(next(at_given path, flags, mode), path); \
    }
#define NOTHING
#define COMMA ,
OPEN(open, NOTHING, NOTHING, const char *, int)
OPEN(open64, NOTHING, NOTHING, const char *, int)
OPEN(openat, int at COMMA, at COMMA, int, const char *, int)
OPEN(openat64, int at COMMA, at COMMA, int, const char *, int)

int close(int file)
{
    NEXT(int, close, int);
    if (file >= 0 && file < MOST_FILES)
        files[file] = 0;
    return next(file);
}

#define WAIT(wait, result, name, declared, given, ...) \
    result name declared \
    { \
        NEXT(result, name, __VA_ARGS__); \
        wait; \
        return next given; \
    }

#define LOOK(result, name, declared, given, ...) WAIT(look(path), result, name, declared, given, __VA_ARGS__)
LOOK(int, stat, (const char *path, struct stat *to), (path, to), const char *, struct stat *)
LOOK(int, stat64, (const char *path, struct stat64 *to), (path, to), const char *, struct stat64 *)
LOOK(int, lstat, (const char *path, struct stat *to), (path, to), const char *, struct stat *)
LOOK(int, lstat64, (const char *path, struct stat64 *to), (path, to), const char *, struct stat64 *)
LOOK(int, fstatat, (int at, const char *path, struct stat *to, int flags), (at, path, to, flags),
     int, const char *, struct stat *, int)
LOOK(int, fstatat64, (int at, const char *path, struct stat64 *to, int flags), (at, path, to, flags),
     int, const char *, struct stat64 *, int)
LOOK(int, statx, (int at, const char *path, int flags, unsigned mask, struct statx *to), (at, path, flags, mask, to),
     int, const char *, int, unsigned, struct statx *)
LOOK(int, access, (const char *path, int mode), (path, mode), const char *, int)
LOOK(int, faccessat, (int at, const char *path, int mode, int flags), (at, path, mode, flags),
     int, const char *, int, int)
LOOK(ssize_t, readlink, (const char *path, char *to, size_t size), (path, to, size), const char *, char *, size_t)

#define OPENED(result, name, declared, given, ...) \
    WAIT(if (is_slow(path)) ask("open", path), result, name, declared, given, __VA_ARGS__)
OPENED(FILE *, fopen, (const char *path, const char *mode), (path, mode), const char *, const char *)
OPENED(FILE *, fopen64, (const char *path, const char *mode), (path, mode), const char *, const char *)
OPENED(DIR *, opendir, (const char *path), (path), const char *)

#define CHANGE(name, declared, given, ...) WAIT(change(path), int, name, declared, given, __VA_ARGS__)
CHANGE(mkdir, (const char *path, mode_t mode), (path, mode), const char *, mode_t)
CHANGE(rename, (const char *path, const char *to), (path, to), const char *, const char *)
CHANGE(unlink, (const char *path), (path), const char *)
CHANGE(rmdir, (const char *path), (path), const char *)
CHANGE(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode), int, const char *, mode_t)
CHANGE(renameat, (int at, const char *path, int other, const char *to), (at, path, other, to),
       int, const char *, int, const char *)
CHANGE(renameat2, (int at, const char *path, int other, const char *to, unsigned flags), (at, path, other, to, flags),
       int, const char *, int, const char *, unsigned)
CHANGE(unlinkat, (int at, const char *path, int flags), (at, path, flags), int, const char *, int)

#define READ(name, declared, given, from, ...) WAIT(fetch(file, from), ssize_t, name, declared, given, __VA_ARGS__)
READ(read, (int file, void *to, size_t size), (file, to, size), -1, int, void *, size_t)
READ(pread, (int file, void *to, size_t size, off_t from), (file, to, size, from), from, int, void *, size_t, off_t)
READ(pread64, (int file, void *to, size_t size, off64_t from), (file, to, size, from), from,
     int, void *, size_t, off64_t)
