#include "CVision.h"
#include "dispatch.h"

enum { places = CVISION_INPUT_LIMIT, sourceColumns = CVISION_SOURCE_LIMIT, mostRows = 255 };

/// Bounds of `count` pieces of `size` samples that begin at `from`: piece `i` ends where the next begins, and none is empty
/// to whoever reads at least one sample of it.
static void cut(int32_t from, int32_t size, int32_t count, int32_t *bounds) {
  for (int32_t i = 0; i <= count; ++i)
    bounds[i] = from + (int32_t)((int64_t)i * size / count);
}

static inline int32_t atLeastOne(int32_t from, int32_t to) { return to > from ? to : from + 1; }

/// Means over the boxes of one row of places.
static inline __attribute__((always_inline)) void boxMeans(CVisionPlane plane, const int32_t *columns, int32_t count,
                                                           int32_t top, int32_t bottom, uint16_t *sums, float *means) {
  const int32_t left = columns[0], width = atLeastOne(columns[count - 1], columns[count]) - left;
  const int32_t rows = bottom - top < mostRows ? bottom - top : mostRows;
  const uint8_t *row = plane.samples + top * plane.stride + left;
  for (int32_t x = 0; x < width; ++x)
    sums[x] = row[x];
  for (int32_t y = 1; y < rows; ++y) {
    row += plane.stride;
    for (int32_t x = 0; x < width; ++x)
      sums[x] = (uint16_t)(sums[x] + row[x]);
  }
  for (int32_t i = 0; i < count; ++i) {
    const int32_t from = columns[i] - left, to = atLeastOne(columns[i], columns[i + 1]) - left;
    uint32_t sum = 0;
    for (int32_t x = from; x < to; ++x)
      sum += sums[x];
    means[i] = (float)sum / (float)((to - from) * rows);
  }
}

static inline float within(float value) { return value < 0 ? 0 : value > 255 ? 255 : value; }

CVISION_DISPATCH
void cvision_network_input(CVisionPlane y, CVisionPlane u, CVisionPlane v, const CVisionInput *how, float *values) {
  const int32_t count = how->target.right - how->target.left, rows = how->target.bottom - how->target.top;
  const int32_t plane = how->width * how->height;
  const float blank = (how->padding - how->mean) / how->scale, scale = 1 / how->scale;
  for (int32_t i = 0; i < 3 * plane; ++i)
    values[i] = blank;
  int32_t columns[places + 1], lines[places + 1], chromaColumns[places + 1];
  cut(how->source.left, how->source.right - how->source.left, count, columns);
  cut(how->source.top, how->source.bottom - how->source.top, rows, lines);
  for (int32_t i = 0; i <= count; ++i)
    chromaColumns[i] = columns[i] / 2;
  uint16_t sums[sourceColumns];
  float luma[places], blue[places], red[places];
  float *first = values, *green = values + plane, *last = values + 2 * plane;
  for (int32_t row = 0; row < rows; ++row) {
    const int32_t top = lines[row], bottom = atLeastOne(top, lines[row + 1]);
    boxMeans(y, columns, count, top, bottom, sums, luma);
    boxMeans(u, chromaColumns, count, top / 2, atLeastOne(top / 2, bottom / 2), sums, blue);
    boxMeans(v, chromaColumns, count, top / 2, atLeastOne(top / 2, bottom / 2), sums, red);
    const int32_t start = (how->target.top + row) * how->width + how->target.left;
    float *r = (how->isRGB ? first : last) + start, *g = green + start, *b = (how->isRGB ? last : first) + start;
    for (int32_t i = 0; i < count; ++i) {
      const float grey = how->luma * (luma[i] - how->black), cb = blue[i] - 128, cr = red[i] - 128;
      r[i] = (within(grey + how->redOfV * cr) - how->mean) * scale;
      g[i] = (within(grey - how->greenOfU * cb - how->greenOfV * cr) - how->mean) * scale;
      b[i] = (within(grey + how->blueOfU * cb) - how->mean) * scale;
    }
  }
}
