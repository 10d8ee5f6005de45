/* What preloaded libraries share: which calls concern a folder, and the functions that they stand before. */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *folder;

static int is_below(const char *path) { return folder && path && strncmp(path, folder, strlen(folder)) == 0; }

static int is_open_below(int descriptor) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_below(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The third argument of open, which is only there when a file may be made. */
#define OPEN_MODE(mode)                   \
  mode_t mode = 0;                        \
  if (flags & (O_CREAT | O_TMPFILE)) {    \
    va_list rest;                         \
    va_start(rest, flags);                \
    mode = va_arg(rest, mode_t);          \
    va_end(rest);                         \
  }

/*
 * LevelDB writes through the C library's buffers, whose own calls cannot be stood before: without the buffers, each write
 * is a call of its own, and the same bytes reach the file.
 */
static size_t write_through(const void *bytes, size_t size, size_t count, FILE *file) {
  size_t length = size * count, done = 0;
  while (done < length) {
    ssize_t written = write(fileno(file), (const char *)bytes + done, length - done);
    if (written < 0) break;
    done += written;
  }
  return size ? done / size : 0;
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  if (!is_open_below(fileno(file))) return REAL(fwrite)(bytes, size, count, file);
  return write_through(bytes, size, count, file);
}
#undef fwrite_unlocked
size_t fwrite_unlocked(const void *bytes, size_t size, size_t count, FILE *file) {
  if (!is_open_below(fileno(file))) return REAL(fwrite_unlocked)(bytes, size, count, file);
  return write_through(bytes, size, count, file);
}
