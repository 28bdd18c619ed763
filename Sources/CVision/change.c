#include "CVision.h"
#include "dispatch.h"
#include <string.h>

enum { blockWidth = CVISION_BLOCK_WIDTH, blockHeight = CVISION_BLOCK_HEIGHT };

static inline uint8_t absolute(uint8_t a, uint8_t b) { return a > b ? a - b : b - a; }

static inline uint8_t change(uint8_t before, uint8_t now, uint8_t after) {
  uint8_t back = absolute(now, before), forth = absolute(now, after);
  return back < forth ? back : forth;
}

/// Columns handled at a time: their maxima stay in the first-level cache.
enum { strip = 1024 };

/// Greatest change of each of `count` columns over every `step`th of `rows` rows; inlined with 8 rows so that clang
/// keeps them in flight.
static inline __attribute__((always_inline)) void columnMaxima(const CVisionTriple *pictures, int32_t left, int32_t top,
                                                               int32_t rows, int32_t step, uint8_t *maxima,
                                                               int32_t count) {
  const uint8_t *before = pictures->before.samples + top * pictures->before.stride + left;
  const uint8_t *now = pictures->now.samples + top * pictures->now.stride + left;
  const uint8_t *after = pictures->after.samples + top * pictures->after.stride + left;
  const ptrdiff_t beforeStride = pictures->before.stride, nowStride = pictures->now.stride;
  const ptrdiff_t afterStride = pictures->after.stride;
  for (int32_t x = 0; x < count; ++x) {
    uint8_t greatest = 0;
    for (int32_t y = 0; y < rows; y += step) {
      uint8_t value = change(before[y * beforeStride + x], now[y * nowStride + x], after[y * afterStride + x]);
      greatest = greatest > value ? greatest : value;
    }
    maxima[x] = greatest;
  }
}

/// Greatest of each 16 columns; `maxima` is padded with zeros to whole blocks.
static inline __attribute__((always_inline)) void reduce(const uint8_t *maxima, uint8_t *blocks, int32_t count) {
  for (int32_t block = 0; block < count; ++block) {
    uint8_t greatest = 0;
    for (int32_t x = 0; x < blockWidth; ++x) {
      uint8_t value = maxima[block * blockWidth + x];
      greatest = greatest > value ? greatest : value;
    }
    blocks[block] = greatest;
  }
}

CVISION_DISPATCH
void cvision_change(const CVisionTriple *pictures, int32_t rowStep, uint8_t *maxima) {
  const int32_t columns = (pictures->width + blockWidth - 1) / blockWidth;
  for (int32_t top = 0, row = 0; top < pictures->height; top += blockHeight, ++row) {
    const int32_t bottom = top + blockHeight < pictures->height ? top + blockHeight : pictures->height;
    for (int32_t left = 0; left < pictures->width; left += strip) {
      const int32_t count = left + strip < pictures->width ? strip : pictures->width - left;
      uint8_t greatest[strip] = {0};
      if (bottom - top == blockHeight && rowStep == 2)
        columnMaxima(pictures, left, top, blockHeight, 2, greatest, count);
      else if (bottom - top == blockHeight && rowStep == 1)
        columnMaxima(pictures, left, top, blockHeight, 1, greatest, count);
      else
        columnMaxima(pictures, left, top, bottom - top, rowStep, greatest, count);
      reduce(greatest, maxima + row * columns + left / blockWidth, (count + blockWidth - 1) / blockWidth);
    }
  }
}

CVISION_DISPATCH
uint64_t cvision_sampled_difference(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height, int32_t step) {
  uint64_t total = 0;
  for (int32_t y = step / 2; y < height; y += step) {
    const uint8_t *first = a.samples + y * a.stride, *second = b.samples + y * b.stride;
    uint32_t row = 0;
    for (int32_t x = 0; x < width; ++x)
      row += absolute(first[x], second[x]);
    total += row;
  }
  return total;
}

/// Whether one of `count` blocks of 16 columns differs by more than its threshold in one of `rows` rows.
static inline __attribute__((always_inline)) int32_t rowOfBlocksDiffers(CVisionPlane a, CVisionPlane b, int32_t left,
                                                                        int32_t top, int32_t rows, int32_t count,
                                                                        const uint8_t *threshold) {
  uint8_t greatest[strip] = {0};
  for (int32_t y = top; y < top + rows; ++y) {
    const uint8_t *first = a.samples + y * a.stride + left, *second = b.samples + y * b.stride + left;
    for (int32_t x = 0; x < count; ++x) {
      uint8_t value = absolute(first[x], second[x]);
      greatest[x] = greatest[x] > value ? greatest[x] : value;
    }
  }
  uint8_t blocks[strip / blockWidth];
  const int32_t columns = (count + blockWidth - 1) / blockWidth;
  reduce(greatest, blocks, columns);
  for (int32_t block = 0; block < columns; ++block)
    if (blocks[block] > threshold[block])
      return 1;
  return 0;
}

CVISION_DISPATCH
int32_t cvision_differs(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height, const uint8_t *threshold) {
  const int32_t columns = (width + blockWidth - 1) / blockWidth;
  for (int32_t top = 0, row = 0; top < height; top += blockHeight, ++row) {
    const int32_t rows = top + blockHeight < height ? blockHeight : height - top;
    for (int32_t left = 0; left < width; left += strip) {
      const int32_t count = left + strip < width ? strip : width - left;
      if (rowOfBlocksDiffers(a, b, left, top, rows, count, threshold + row * columns + left / blockWidth))
        return 1;
    }
  }
  return 0;
}

int32_t cvision_equal(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height) {
  for (int32_t y = 0; y < height; ++y)
    if (memcmp(a.samples + y * a.stride, b.samples + y * b.stride, (size_t)width) != 0)
      return 0;
  return 1;
}
