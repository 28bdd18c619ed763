#pragma once

/// Compiles a kernel for several instruction sets and picks one when the program is loaded; plain elsewhere.
#if defined(__x86_64__) && defined(__linux__)
#define CVISION_DISPATCH __attribute__((target_clones("avx512bw", "avx2", "default")))
#else
#define CVISION_DISPATCH
#endif
