/*
 * Writes down, in order, every call that changes files below a folder and every one that makes changes durable, native
 * code included. Preloaded into a process: RECORD_FOLDER, and RECORD_TO, a path outside of it, to which the number of
 * the process is added. What stands there after any end of the process tells what a power cut could have left.
 *
 * Syncs are written down and not done: only the record counts. `recording.ts` reads it.
 */
#define _GNU_SOURCE
#include "below-folder.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

enum kind { MAKE_FILE = 1, MAKE_FOLDER, WRITE, TRUNCATE, RENAME, UNLINK, LINK, SYNC_BEGINS, SYNC_ENDS, UNKNOWN };

struct record {
  uint32_t kind, path_length, other_length, unused;
  uint64_t inode, at, length;
};

/* What a quick disk takes, in microseconds: time for other threads to write what this sync does not cover. */
#define SYNC_TAKES 500

static int record_file = -1;
static uint64_t syncs;
/* Held while a call is made and written down: at most one is made and not in the record. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) { folder = getenv("RECORD_FOLDER"); }

static void put(const void *bytes, size_t length) {
  for (size_t done = 0; done < length;) {
    long written = syscall(SYS_write, record_file, (const char *)bytes + done, length - done);
    if (written <= 0) abort();
    done += written;
  }
}

static void note(enum kind kind, uint64_t inode, uint64_t at, const char *path, const char *other, const void *bytes,
                 size_t length) {
  int before = errno;
  if (record_file < 0) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s.%d", getenv("RECORD_TO"), getpid());
    record_file = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  struct record record = {kind, path ? strlen(path) : 0, other ? strlen(other) : 0, 0, inode, at, length};
  size_t size = sizeof record + record.path_length + record.other_length + length;
  char *whole = malloc(size), *end = whole;
  end = mempcpy(end, &record, sizeof record);
  if (path) end = mempcpy(end, path, record.path_length);
  if (other) end = mempcpy(end, other, record.other_length);
  if (length) memcpy(end, bytes, length);
  put(whole, size);
  free(whole);
  errno = before;
}

static uint64_t inode_of(int descriptor) {
  struct stat found;
  return fstat(descriptor, &found) == 0 ? found.st_ino : 0;
}

static uint64_t inode_at(const char *path) {
  struct stat found;
  return lstat(path, &found) == 0 ? found.st_ino : 0;
}

static void begin_call(void) { pthread_mutex_lock(&one_at_a_time); }
static void end_call(void) { pthread_mutex_unlock(&one_at_a_time); }

/* `offset` is where the bytes went; -1 when they went where the file stood. */
static void note_written(int descriptor, const struct iovec *parts, ssize_t done, off_t offset) {
  if (done <= 0) return;
  if (offset < 0) offset = lseek(descriptor, 0, SEEK_CUR) - done;
  uint64_t inode = inode_of(descriptor);
  for (ssize_t left = done; left > 0; parts++) {
    size_t length = parts->iov_len < (size_t)left ? parts->iov_len : (size_t)left;
    note(WRITE, inode, offset, NULL, NULL, parts->iov_base, length);
    offset += length;
    left -= length;
  }
}

#define WRITTEN(call, parts, offset)          \
  if (!is_open_below(descriptor)) return call; \
  begin_call();                               \
  ssize_t done = call;                        \
  note_written(descriptor, parts, done, offset); \
  end_call();                                 \
  return done;

ssize_t write(int descriptor, const void *bytes, size_t count) {
  struct iovec part = {(void *)bytes, count};
  WRITTEN(REAL(write)(descriptor, bytes, count), &part, -1)
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  WRITTEN(REAL(writev)(descriptor, parts, count), parts, -1)
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  struct iovec part = {(void *)bytes, count};
  WRITTEN(REAL(pwrite)(descriptor, bytes, count, offset), &part, offset)
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  struct iovec part = {(void *)bytes, count};
  WRITTEN(REAL(pwrite64)(descriptor, bytes, count, offset), &part, offset)
}
ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset) {
  WRITTEN(REAL(pwritev)(descriptor, parts, count, offset), parts, offset)
}
ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
  WRITTEN(REAL(pwritev64)(descriptor, parts, count, offset), parts, offset)
}

#define SYNCED(call)                                                              \
  if (!is_open_below(descriptor)) return call;                                    \
  uint64_t inode = inode_of(descriptor);                                          \
  begin_call();                                                                   \
  uint64_t number = ++syncs;                                                      \
  note(SYNC_BEGINS, inode, number, NULL, NULL, NULL, 0);                          \
  end_call();                                                                     \
  usleep(SYNC_TAKES);                                                             \
  begin_call();                                                                   \
  note(SYNC_ENDS, inode, number, NULL, NULL, NULL, 0);                            \
  end_call();                                                                     \
  return 0;

int fsync(int descriptor) { SYNCED(REAL(fsync)(descriptor)) }
int fdatasync(int descriptor) { SYNCED(REAL(fdatasync)(descriptor)) }

/* The file may have another length: what comes of it is written down, whatever the call. */
#define RESIZED(call)                                                             \
  if (!is_open_below(descriptor)) return call;                                    \
  begin_call();                                                                   \
  int done = call;                                                                \
  struct stat found;                                                              \
  if (done == 0 && fstat(descriptor, &found) == 0)                                \
    note(TRUNCATE, found.st_ino, found.st_size, NULL, NULL, NULL, 0);             \
  end_call();                                                                     \
  return done;

int ftruncate(int descriptor, off_t length) { RESIZED(REAL(ftruncate)(descriptor, length)) }
int ftruncate64(int descriptor, off64_t length) { RESIZED(REAL(ftruncate64)(descriptor, length)) }
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  RESIZED(REAL(fallocate)(descriptor, mode, offset, length))
}
int posix_fallocate(int descriptor, off_t offset, off_t length) {
  RESIZED(REAL(posix_fallocate)(descriptor, offset, length))
}

#define MOVED(call, kind, path, other)                          \
  if (!is_below(path)) return call;                             \
  begin_call();                                                 \
  int done = call;                                              \
  if (done == 0) note(kind, 0, 0, path, other, NULL, 0);        \
  end_call();                                                   \
  return done;

int rename(const char *from, const char *to) { MOVED(REAL(rename)(from, to), RENAME, from, to) }
int link(const char *from, const char *to) { MOVED(REAL(link)(from, to), LINK, from, to) }
int unlink(const char *path) { MOVED(REAL(unlink)(path), UNLINK, path, NULL) }
int rmdir(const char *path) { MOVED(REAL(rmdir)(path), UNLINK, path, NULL) }
int symlink(const char *target, const char *path) { MOVED(REAL(symlink)(target, path), UNKNOWN, path, NULL) }
int truncate(const char *path, off_t length) { MOVED(REAL(truncate)(path, length), UNKNOWN, path, NULL) }
int mkdir(const char *path, mode_t mode) {
  if (!is_below(path)) return REAL(mkdir)(path, mode);
  begin_call();
  int done = REAL(mkdir)(path, mode);
  if (done == 0) note(MAKE_FOLDER, inode_at(path), 0, path, NULL, NULL, 0);
  end_call();
  return done;
}

static void note_opened(const char *path, int flags, uint64_t before, int descriptor) {
  if (descriptor < 0) return;
  if (before == 0) note(MAKE_FILE, inode_of(descriptor), 0, path, NULL, NULL, 0);
  else if (flags & O_TRUNC) note(TRUNCATE, before, 0, NULL, NULL, NULL, 0);
  if (flags & O_DSYNC) note(UNKNOWN, 0, 0, path, NULL, NULL, 0);
}

#define OPENED(name)                                                                      \
  OPEN_MODE(mode)                                                                         \
  if (!is_below(path) || !(flags & (O_WRONLY | O_RDWR))) return REAL(name)(path, flags, mode); \
  begin_call();                                                                           \
  uint64_t before = inode_at(path);                                                       \
  int descriptor = REAL(name)(path, flags, mode);                                         \
  note_opened(path, flags, before, descriptor);                                           \
  end_call();                                                                             \
  return descriptor;

int open(const char *path, int flags, ...) { OPENED(open) }
int open64(const char *path, int flags, ...) { OPENED(open64) }

#define OPENED_FILE(name)                                                                 \
  if (!is_below(path) || !strpbrk(mode, "wa+")) return REAL(name)(path, mode);            \
  begin_call();                                                                           \
  uint64_t before = inode_at(path);                                                       \
  FILE *file = REAL(name)(path, mode);                                                    \
  if (file) note_opened(path, strchr(mode, 'w') ? O_TRUNC : 0, before, fileno(file));      \
  end_call();                                                                             \
  return file;

FILE *fopen(const char *path, const char *mode) { OPENED_FILE(fopen) }
FILE *fopen64(const char *path, const char *mode) { OPENED_FILE(fopen64) }

/* Writes through memory would not be seen: whoever reads the record refuses it. */
#define MAPPED(name)                                                                              \
  if ((flags & MAP_SHARED) && (protection & PROT_WRITE) && descriptor >= 0 && is_open_below(descriptor)) { \
    begin_call();                                                                                 \
    note(UNKNOWN, inode_of(descriptor), 0, "mmap", NULL, NULL, 0);                                \
    end_call();                                                                                   \
  }                                                                                               \
  return REAL(name)(address, length, protection, flags, descriptor, offset);

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset) { MAPPED(mmap) }
void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off64_t offset) { MAPPED(mmap64) }
