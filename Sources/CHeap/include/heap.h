// How glibc's allocator keeps memory: Swift's Glibc module leaves <malloc.h> out.
#pragma once

#include <malloc.h>

/// Settles the heap for a program that runs for months. By itself glibc raises the size from which memory is mapped, and
/// given back when freed, as soon as something large is freed; then pictures and encoders of clips come and go within the
/// heaps of many threads, which grow a little with each alarm. To be called before any thread is started.
static inline void heap_settle(void) {
  mallopt(M_ARENA_MAX, 4);
  mallopt(M_MMAP_THRESHOLD, 256 << 10);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
}
