#include "CVision.h"
#include "dispatch.h"
#include <math.h>
#include <string.h>

enum { strip = 1024, segment = 32, patch = CVISION_PATCH, bins = CVISION_PATCH_BINS, waves = CVISION_PATCH / 2 + 1 };

/// Means of `boxes` boxes of `factor` columns, from the sums of `rows` rows.
static inline __attribute__((always_inline)) void boxMeans(const uint16_t *sums, int32_t boxes, int32_t factor,
                                                           int32_t rows, uint8_t *means) {
  // A product in place of a division for each box; right to half a level.
  const uint32_t reciprocal = (uint32_t)(65536 / (factor * rows));
  for (int32_t box = 0; box < boxes; ++box) {
    uint32_t sum = 0;
    for (int32_t x = 0; x < factor; ++x)
      sum += sums[box * factor + x];
    const uint32_t mean = (sum * reciprocal + 32768) >> 16;
    means[box] = (uint8_t)(mean < 255 ? mean : 255);
  }
}

CVISION_DISPATCH
void cvision_reduce(CVisionPlane plane, int32_t columns, int32_t rows, int32_t factor, uint8_t *means) {
  const int32_t boxesInStrip = strip / factor, step = factor >= 4 ? 2 : 1, summed = (factor + step - 1) / step;
  for (int32_t row = 0; row < rows; ++row)
    for (int32_t first = 0; first < columns; first += boxesInStrip) {
      const int32_t boxes = first + boxesInStrip < columns ? boxesInStrip : columns - first, count = boxes * factor;
      const uint8_t *samples = plane.samples + (ptrdiff_t)row * factor * plane.stride + first * factor;
      uint8_t *out = means + row * columns + first;
      uint16_t sums[strip] = {0};
      for (int32_t y = 0; y < factor; y += step)
        for (int32_t x = 0; x < count; ++x)
          sums[x] = (uint16_t)(sums[x] + samples[y * plane.stride + x]);
      // Constants let the compiler use vectors.
      switch (factor) {
      case 1: boxMeans(sums, boxes, 1, summed, out); break;
      case 2: boxMeans(sums, boxes, 2, summed, out); break;
      case 3: boxMeans(sums, boxes, 3, summed, out); break;
      case 4: boxMeans(sums, boxes, 4, summed, out); break;
      case 6: boxMeans(sums, boxes, 6, summed, out); break;
      default: boxMeans(sums, boxes, factor, summed, out);
      }
    }
}

CVISION_DISPATCH
void cvision_grain(CVisionPlane plane, int32_t width, int32_t height, int32_t step, CVisionGrain *grain) {
  memset(grain, 0, sizeof *grain);
  for (int32_t y = step / 2; y < height; y += step) {
    const uint8_t *row = plane.samples + y * plane.stride;
    for (int32_t x = 1; x + segment < width; x += segment) {
      int32_t residual = 0, equal = 0;
      for (int32_t i = x; i < x + segment; ++i) {
        const int32_t bend = 2 * row[i] - row[i - 1] - row[i + 1];
        residual += bend < 0 ? -bend : bend;
        equal += row[i] == row[i + 1];
      }
      const int32_t level = residual * 2 / segment;
      ++grain->residual[level < CVISION_GRAIN_LEVELS ? level : CVISION_GRAIN_LEVELS - 1];
      grain->equal += (uint32_t)equal;
      grain->samples += segment;
    }
  }
}

/// Range and steepest step of the block whose top left sample is `corner`.
static inline __attribute__((always_inline)) void block(const uint8_t *corner, int32_t columns, uint8_t *range,
                                                        uint8_t *slope) {
  uint8_t low[CVISION_QUALITY_BLOCK], high[CVISION_QUALITY_BLOCK], steep[CVISION_QUALITY_BLOCK] = {0};
  memcpy(low, corner, sizeof low);
  memcpy(high, corner, sizeof high);
  for (int32_t y = 0; y < CVISION_QUALITY_BLOCK; ++y) {
    const uint8_t *row = corner + y * columns, *below = row + (y + 1 < CVISION_QUALITY_BLOCK ? columns : 0);
    for (int32_t x = 0; x < CVISION_QUALITY_BLOCK; ++x) {
      // The last step reaches into the block beside it; the caller leaves a margin.
      const uint8_t value = row[x], right = row[x + 1], down = below[x];
      const uint8_t across = value > right ? value - right : right - value;
      const uint8_t along = value > down ? value - down : down - value;
      low[x] = value < low[x] ? value : low[x];
      high[x] = value > high[x] ? value : high[x];
      const uint8_t most = across > along ? across : along;
      steep[x] = most > steep[x] ? most : steep[x];
    }
  }
  uint8_t least = 255, most = 0, steepest = 0;
  for (int32_t x = 0; x < CVISION_QUALITY_BLOCK; ++x) {
    least = low[x] < least ? low[x] : least;
    most = high[x] > most ? high[x] : most;
    steepest = steep[x] > steepest ? steep[x] : steepest;
  }
  *range = most - least;
  *slope = steepest;
}

CVISION_DISPATCH
void cvision_blocks(const uint8_t *means, int32_t columns, int32_t rows, uint8_t *ranges, uint8_t *slopes) {
  const int32_t across = (columns - 1) / CVISION_QUALITY_BLOCK, down = rows / CVISION_QUALITY_BLOCK;
  for (int32_t y = 0; y < down; ++y)
    for (int32_t x = 0; x < across; ++x)
      block(means + y * CVISION_QUALITY_BLOCK * columns + x * CVISION_QUALITY_BLOCK, columns, ranges + y * across + x,
            slopes + y * across + x);
}

CVISION_DISPATCH
void cvision_profiles(const uint8_t *means, int32_t columns, int32_t rows, uint32_t *ofColumns, uint32_t *ofRows,
                      uint32_t *histogram) {
  memset(ofColumns, 0, (size_t)columns * sizeof *ofColumns);
  memset(histogram, 0, 256 * sizeof *histogram);
  for (int32_t y = 0; y < rows; ++y) {
    const uint8_t *row = means + y * columns;
    uint32_t sum = 0;
    for (int32_t x = 0; x < columns; ++x) {
      ofColumns[x] += row[x];
      sum += row[x];
    }
    ofRows[y] = sum;
    if (y & 1)
      continue;
    for (int32_t x = y >> 1 & 1; x < columns; x += 2)
      ++histogram[row[x]];
  }
}

CVISION_DISPATCH
void cvision_profile_costs(const uint32_t *before, const uint32_t *now, int32_t count, int32_t reach, float *costs) {
  for (int32_t shift = -reach; shift <= reach; ++shift) {
    float sum = 0;
    for (int32_t i = reach + 1; i < count - reach; ++i) {
      // Steps of the profile, not the profile: the exposure may change between two pictures.
      const int32_t a = (int32_t)(before[i] - before[i - 1]), b = (int32_t)(now[i + shift] - now[i + shift - 1]);
      const float difference = (float)(a - b);
      sum += difference * difference;
    }
    costs[shift + reach] = sum;
  }
}

void cvision_patch_basis(float *basis) {
  for (int32_t k = 0; k < patch; ++k)
    for (int32_t i = 0; i < patch; ++i) {
      const double window = 0.5 - 0.5 * cos(2 * M_PI * (i + 0.5) / patch), angle = 2 * M_PI * k * i / patch;
      basis[i * patch + k] = (float)(window * cos(angle));
      basis[patch * patch + i * patch + k] = (float)(window * sin(angle));
    }
}

CVISION_DISPATCH
void cvision_patch_spectrum(const uint8_t *corner, int32_t columns, const float *basis, float *power) {
  const float *cosines = basis, *sines = basis + patch * patch;
  float samples[patch][patch];
  float mean = 0;
  for (int32_t y = 0; y < patch; ++y)
    for (int32_t x = 0; x < patch; ++x)
      mean += corner[y * columns + x];
  mean /= patch * patch;
  // Transposed, so that the inner loops run over neighbouring numbers.
  for (int32_t y = 0; y < patch; ++y)
    for (int32_t x = 0; x < patch; ++x)
      samples[x][y] = (float)corner[y * columns + x] - mean;
  // A wave of amplitude 1 gives 1: half of it lies at the opposite frequency, and each window weighs half.
  const float scale = 4.0f / ((float)patch * patch / 4) / ((float)patch * patch / 4);
  for (int32_t u = 0; u < waves; ++u) {
    float a[patch] = {0}, b[patch] = {0}, real[patch] = {0}, imaginary[patch] = {0};
    for (int32_t x = 0; x < patch; ++x) {
      const float cosine = cosines[x * patch + u], sine = sines[x * patch + u];
      for (int32_t y = 0; y < patch; ++y) {
        a[y] += cosine * samples[x][y];
        b[y] -= sine * samples[x][y];
      }
    }
    for (int32_t y = 0; y < patch; ++y) {
      const float *cosine = cosines + y * patch, *sine = sines + y * patch;
      for (int32_t v = 0; v < patch; ++v) {
        real[v] += cosine[v] * a[y] + sine[v] * b[y];
        imaginary[v] += cosine[v] * b[y] - sine[v] * a[y];
      }
    }
    for (int32_t v = 0; v < patch; ++v)
      power[v * waves + u] = (real[v] * real[v] + imaginary[v] * imaginary[v]) * scale;
  }
}

void cvision_shared_power(const float *powers, int32_t patches, int32_t rank, float *shared) {
  for (int32_t bin = 0; bin < bins; ++bin) {
    float least[CVISION_PATCHES];
    int32_t kept = 0;
    for (int32_t i = 0; i < patches; ++i) {
      const float value = powers[i * bins + bin];
      if (kept > rank && value >= least[rank])
        continue;
      int32_t place = kept > rank ? rank : kept++;
      for (; place > 0 && least[place - 1] > value; --place)
        least[place] = least[place - 1];
      least[place] = value;
    }
    shared[bin] = least[kept > rank ? rank : kept - 1];
  }
}
