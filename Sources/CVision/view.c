#include "CVision.h"
#include "dispatch.h"
#include <math.h>

/// Columns summed at a time: their sums stay in the first-level cache.
enum { strip = 1024 };

/// Sums of `count` columns over every `step`th of `rows` rows, then the mean of each `factor` of them.
static inline __attribute__((always_inline)) void boxRow(const uint8_t *samples, ptrdiff_t stride, int32_t rows,
                                                         int32_t step, int32_t factor, int32_t boxes, uint8_t *means) {
  uint16_t sums[strip] = {0};
  const int32_t count = boxes * factor;
  int32_t summed = 0;
  for (int32_t y = 0; y < rows; y += step, ++summed) {
    const uint8_t *row = samples + y * stride;
    for (int32_t x = 0; x < count; ++x)
      sums[x] = (uint16_t)(sums[x] + row[x]);
  }
  const uint32_t divisor = (uint32_t)(summed * factor);
  for (int32_t box = 0; box < boxes; ++box) {
    uint32_t sum = divisor / 2;
    for (int32_t x = 0; x < factor; ++x)
      sum += sums[box * factor + x];
    means[box] = (uint8_t)(sum / divisor);
  }
}

CVISION_DISPATCH
void cvision_box_average(CVisionPlane plane, int32_t columns, int32_t rows, int32_t factor, uint8_t *means) {
  const int32_t boxesInStrip = strip / factor, step = factor >= 4 ? 2 : 1;
  for (int32_t row = 0; row < rows; ++row)
    for (int32_t box = 0; box < columns; box += boxesInStrip) {
      const int32_t count = box + boxesInStrip < columns ? boxesInStrip : columns - box;
      boxRow(plane.samples + (ptrdiff_t)row * factor * plane.stride + box * factor, plane.stride, factor, step, factor,
             count, means + row * columns + box);
    }
}

/// Gradient, in grey levels over two samples, at which an edge counts half. The noise of a box mean is below 1.
static const float halfStrength = 6;

CVISION_DISPATCH
float cvision_edges(const uint8_t *means, int32_t columns, int32_t rows, int8_t *along, int8_t *across) {
  int64_t total = 0;
  for (int32_t y = 0; y < rows; ++y) {
    const uint8_t *row = means + y * columns;
    const uint8_t *above = means + (y > 0 ? y - 1 : y) * columns, *below = means + (y + 1 < rows ? y + 1 : y) * columns;
    int8_t *cosine = along + y * columns, *sine = across + y * columns;
    cosine[0] = sine[0] = cosine[columns - 1] = sine[columns - 1] = 0;
    int32_t sum = 0;
    for (int32_t x = 1; x < columns - 1; ++x) {
      const float gx = (float)(row[x + 1] - row[x - 1]), gy = (float)(below[x] - above[x]);
      const float length = sqrtf(gx * gx + gy * gy);
      const float scale = 127 / (length * (length + halfStrength) + 1e-6f);
      cosine[x] = (int8_t)((gx * gx - gy * gy) * scale);
      sine[x] = (int8_t)(2 * gx * gy * scale);
      sum += (int32_t)(16 * length);
    }
    total += sum;
  }
  return (float)total / 16 / (float)(columns * rows);
}

CVISION_DISPATCH
int64_t cvision_dot(const int8_t *a, const int8_t *b, int32_t columns, CVisionBox box, int32_t dx, int32_t dy) {
  int64_t total = 0;
  for (int32_t y = box.top; y < box.bottom; ++y) {
    const int8_t *first = a + (y + dy) * columns + dx, *second = b + y * columns;
    int32_t sum = 0;
    for (int32_t x = box.left; x < box.right; ++x)
      sum += first[x] * second[x];
    total += sum;
  }
  return total;
}

CVISION_DISPATCH
void cvision_follow(float *recent, const int8_t *now, int32_t count, float share, int8_t *rounded) {
  for (int32_t i = 0; i < count; ++i) {
    recent[i] += ((float)now[i] - recent[i]) * share;
    rounded[i] = (int8_t)recent[i];
  }
}

void cvision_halve(const int8_t *map, int32_t columns, int32_t rows, int8_t *half) {
  for (int32_t y = 0; y < rows / 2; ++y)
    for (int32_t x = 0; x < columns / 2; ++x) {
      const int8_t *corner = map + 2 * y * columns + 2 * x;
      half[y * (columns / 2) + x] = (int8_t)((corner[0] + corner[1] + corner[columns] + corner[columns + 1]) / 4);
    }
}
