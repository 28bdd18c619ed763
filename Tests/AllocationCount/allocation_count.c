// Stands before glibc's allocator: what the program defines itself is found first, by its libraries too.
// glibc keeps the originals under these names; its `free` takes back what they gave.
// For dl_iterate_phdr(3).
#define _GNU_SOURCE
#include "AllocationCount.h"

#include <errno.h>
#include <link.h>
#include <stddef.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

// In the program itself, so that reading it allocates nothing.
static _Thread_local uint64_t count __attribute__((tls_model("initial-exec")));
static _Thread_local uint64_t ofFFmpeg __attribute__((tls_model("initial-exec")));

// Where the code of FFmpeg's libraries lies.
static struct {
  uintptr_t begin, end;
} libraries[8];
static int libraryCount;

static int note(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size, (void)unused;
  if (strstr(info->dlpi_name, "/libav") == NULL && strstr(info->dlpi_name, "/libswscale") == NULL) return 0;
  for (int i = 0; i < info->dlpi_phnum && libraryCount < 8; ++i) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || (part->p_flags & PF_X) == 0) continue;
    libraries[libraryCount].begin = info->dlpi_addr + part->p_vaddr;
    libraries[libraryCount++].end = info->dlpi_addr + part->p_vaddr + part->p_memsz;
  }
  return 0;
}

__attribute__((constructor)) static void findLibraries(void) { dl_iterate_phdr(note, NULL); }

static inline void tally(const void *caller) {
  ++count;
  for (int i = 0; i < libraryCount; ++i)
    if ((uintptr_t)caller >= libraries[i].begin && (uintptr_t)caller < libraries[i].end) ++ofFFmpeg;
}

uint64_t allocation_count(void) { return count; }

uint64_t allocation_count_of_ffmpeg(void) { return ofFFmpeg; }

void *malloc(size_t size) {
  tally(__builtin_return_address(0));
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  tally(__builtin_return_address(0));
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  tally(__builtin_return_address(0));
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  tally(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  tally(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  tally(__builtin_return_address(0));
  void *found = __libc_memalign(alignment, size);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}
