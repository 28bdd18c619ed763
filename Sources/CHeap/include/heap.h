// How glibc's allocator keeps memory: Swift's Glibc module leaves <malloc.h> out.
#pragma once

#include <malloc.h>

/// Settles the heap for a program that runs for months. By itself glibc raises the size from which memory is mapped, and
/// given back when freed, as soon as something large is freed; then decoders and encoders of clips come and go within the
/// heaps of many threads, which grow a little with each alarm and each camera that is connected anew. The end of a heap
/// is trimmed to less than that size, so that nothing large finds room there. To be called before any thread is started.
static inline void heap_settle(void) {
  mallopt(M_ARENA_MAX, 4);
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  mallopt(M_TOP_PAD, 64 << 10);
}
