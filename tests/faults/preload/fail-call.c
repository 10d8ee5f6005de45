/*
 * Makes the n-th call that changes files below a folder fail, and those after it for a while, native code included.
 * Preloaded into a process: FAULT_FOLDER, FAULT_AT (counts from 1; 0 only counts), FAULT_FOR (calls), FAULT_ERRNO.
 * The number of calls seen stands in the file FAULT_COUNT, as text, once the process has ended.
 */
#define _GNU_SOURCE
#include "below-folder.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

static atomic_long calls;
static long first, last;
static int number;

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("FAULT_AT"), *length = getenv("FAULT_FOR"), *code = getenv("FAULT_ERRNO");
  folder = getenv("FAULT_FOLDER");
  first = at ? atol(at) : 0;
  last = first + (length ? atol(length) : 1) - 1;
  number = code ? atoi(code) : EIO;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("FAULT_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld", atomic_load(&calls));
  fclose(file);
}

/* One more call on a file below the folder: does it fail? */
static int fails(void) {
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (first == 0 || call < first || call > last) return 0;
  errno = number;
  return 1;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(write)(descriptor, bytes, count);
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(writev)(descriptor, parts, count);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(pwrite)(descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(pwrite64)(descriptor, bytes, count, offset);
}
int fsync(int descriptor) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(fsync)(descriptor);
}
int fdatasync(int descriptor) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(fdatasync)(descriptor);
}
int ftruncate(int descriptor, off_t length) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(ftruncate)(descriptor, length);
}
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  if (is_open_below(descriptor) && fails()) return -1;
  return REAL(fallocate)(descriptor, mode, offset, length);
}
int rename(const char *from, const char *to) {
  if (is_below(from) && fails()) return -1;
  return REAL(rename)(from, to);
}
int unlink(const char *path) {
  if (is_below(path) && fails()) return -1;
  return REAL(unlink)(path);
}
int mkdir(const char *path, mode_t mode) {
  if (is_below(path) && fails()) return -1;
  return REAL(mkdir)(path, mode);
}

#define OPEN_BODY(name) \
  OPEN_MODE(mode)       \
  if ((flags & (O_WRONLY | O_RDWR)) && is_below(path) && fails()) return -1;

int open(const char *path, int flags, ...) { OPEN_BODY(open) return REAL(open)(path, flags, mode); }
int open64(const char *path, int flags, ...) { OPEN_BODY(open64) return REAL(open64)(path, flags, mode); }
FILE *fopen(const char *path, const char *mode) {
  if (is_below(path) && strpbrk(mode, "wa+") && fails()) return NULL;
  return REAL(fopen)(path, mode);
}
FILE *fopen64(const char *path, const char *mode) {
  if (is_below(path) && strpbrk(mode, "wa+") && fails()) return NULL;
  return REAL(fopen64)(path, mode);
}
