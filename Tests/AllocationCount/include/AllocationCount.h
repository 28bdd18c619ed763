#pragma once

#include <stdint.h>

/// Heap allocations that this thread has made since the program began. The test program's own `malloc` and its relatives
/// count them and hand on to glibc.
uint64_t allocation_count(void);

/// Those among them that FFmpeg's own libraries asked for.
uint64_t allocation_count_of_ffmpeg(void);
