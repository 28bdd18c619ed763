#include "CVision.h"
#include "dispatch.h"
#include <stdbool.h>
#include <string.h>

enum { blockWidth = CVISION_BLOCK_WIDTH, blockHeight = CVISION_BLOCK_HEIGHT, components = 4096 };

/// Pixels next to each other in one row.
typedef struct {
  int32_t from, to;
  int32_t component;
} Run;

/// A component while it grows; `parent` leads to the one it was merged into.
typedef struct {
  int32_t parent, left, top, right, bottom, area, sum, peak, strength, polarity;
  int64_t x, y;
} Component;

struct CVisionBlobScratch {
  Component found[components];
  int32_t count;
  int32_t columns;
  Run *previous, *current;
  int32_t previousCount, currentCount;
  /// For each row of a row of blocks, one bit for each of the 16 columns of each block.
  uint16_t *masks;
  /// The blocks of the row that are looked at, left to right.
  int32_t *active;
  int32_t activeCount;
  /// Whether a block or one above or below it fired.
  uint8_t *near;
};

static int32_t columnsOf(int32_t width) { return (width + blockWidth - 1) / blockWidth; }

size_t cvision_blob_scratch_size(int32_t width) {
  const size_t columns = (size_t)columnsOf(width), runs = columns * blockWidth / 2 + 1;
  return sizeof(CVisionBlobScratch) + 2 * runs * sizeof(Run) + columns * sizeof(int32_t) +
         columns * blockHeight * sizeof(uint16_t) + columns;
}

static void prepare(CVisionBlobScratch *scratch, int32_t width) {
  const int32_t runs = columnsOf(width) * blockWidth / 2 + 1;
  scratch->count = 0;
  scratch->columns = columnsOf(width);
  scratch->previous = (Run *)(scratch + 1);
  scratch->current = scratch->previous + runs;
  scratch->active = (int32_t *)(scratch->current + runs);
  scratch->masks = (uint16_t *)(scratch->active + scratch->columns);
  scratch->near = (uint8_t *)(scratch->masks + scratch->columns * blockHeight);
  scratch->previousCount = scratch->currentCount = 0;
}

static inline int32_t absolute(int32_t value) { return value < 0 ? -value : value; }

static inline int32_t change(const CVisionTriple *p, int32_t x, int32_t y) {
  const int32_t now = p->now.samples[y * p->now.stride + x];
  const int32_t back = absolute(now - p->before.samples[y * p->before.stride + x]);
  const int32_t forth = absolute(now - p->after.samples[y * p->after.stride + x]);
  return back < forth ? back : forth;
}

typedef uint8_t Samples __attribute__((ext_vector_type(16)));
typedef bool Bits __attribute__((ext_vector_type(16)));

static inline Samples load(CVisionPlane plane, int32_t left, int32_t y) {
  Samples samples;
  memcpy(&samples, plane.samples + y * plane.stride + left, sizeof samples);
  return samples;
}

static inline Samples difference(Samples a, Samples b) {
  return __builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b);
}

/// Bit `x` says whether column `x` of 16 changed by more than `floor`.
static inline uint16_t maskOf(const CVisionTriple *p, int32_t left, int32_t y, uint8_t floor) {
  if (left + blockWidth > p->width) {
    uint32_t mask = 0;
    for (int32_t x = 0; x < p->width - left; ++x)
      mask |= (uint32_t)(change(p, left + x, y) > floor) << x;
    return (uint16_t)mask;
  }
  const Samples now = load(p->now, left, y);
  const Samples value = __builtin_elementwise_min(difference(now, load(p->before, left, y)),
                                                  difference(now, load(p->after, left, y)));
  const Bits above = __builtin_convertvector(value > (Samples)floor, Bits);
  uint16_t mask;
  memcpy(&mask, &above, sizeof mask);
  return mask;
}

static int32_t rootOf(CVisionBlobScratch *scratch, int32_t index) {
  while (scratch->found[index].parent != index)
    index = scratch->found[index].parent = scratch->found[scratch->found[index].parent].parent;
  return index;
}

static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t greater(int32_t a, int32_t b) { return a > b ? a : b; }

static void merge(Component *into, const Component *from) {
  into->left = smaller(into->left, from->left);
  into->top = smaller(into->top, from->top);
  into->right = greater(into->right, from->right);
  into->bottom = greater(into->bottom, from->bottom);
  into->area += from->area;
  into->sum += from->sum;
  into->peak = greater(into->peak, from->peak);
  into->strength = greater(into->strength, from->strength);
  into->polarity += from->polarity;
  into->x += from->x;
  into->y += from->y;
}

/// What one run of pixels adds to its component.
static Component measure(const CVisionTriple *p, const uint8_t *threshold, int32_t from, int32_t to, int32_t y) {
  Component part = {.left = from, .top = y, .right = to, .bottom = y + 1, .area = to - from};
  const uint8_t *before = p->before.samples + y * p->before.stride, *now = p->now.samples + y * p->now.stride;
  const uint8_t *after = p->after.samples + y * p->after.stride;
  int32_t sum = 0, polarity = 0;
  int64_t moment = 0;
  for (int32_t x = from; x < to;) {
    const int32_t block = x / blockWidth, end = smaller(to, (block + 1) * blockWidth);
    int32_t peak = 0;
    for (; x < end; ++x) {
      const int32_t value = smaller(absolute(now[x] - before[x]), absolute(now[x] - after[x]));
      sum += value;
      moment += (int64_t)value * (x - from);
      peak = greater(peak, value);
      polarity += now[x] - (before[x] + after[x]) / 2;
    }
    if (peak > part.peak) {
      part.peak = peak;
      part.strength = greater(part.strength, peak * 16 / threshold[block]);
    }
  }
  part.sum = sum;
  part.polarity = polarity;
  part.x = (int64_t)sum * (2 * from + 1) + 2 * moment;
  part.y = (int64_t)sum * (2 * y + 1);
  return part;
}

/// Adds a run to the component of each run that touches it in the row above, and joins those.
static void place(CVisionBlobScratch *scratch, int32_t *above, const Component *part) {
  int32_t component = -1;
  while (*above < scratch->previousCount && scratch->previous[*above].to < part->left)
    ++*above;
  for (int32_t i = *above; i < scratch->previousCount && scratch->previous[i].from <= part->right; ++i) {
    const int32_t root = rootOf(scratch, scratch->previous[i].component);
    if (component < 0) {
      component = root;
      merge(&scratch->found[root], part);
    } else if (root != component) {
      merge(&scratch->found[component], &scratch->found[root]);
      scratch->found[root].parent = component;
    }
  }
  if (component < 0) {
    if (scratch->count == components)
      return;
    component = scratch->count++;
    scratch->found[component] = *part;
    scratch->found[component].parent = component;
  }
  scratch->current[scratch->currentCount++] = (Run){part->left, part->right, component};
}

/// Measures the pixels from `from` to before `to` and places them.
static void closeRun(const CVisionTriple *p, const uint8_t *threshold, int32_t from, int32_t to, int32_t y,
                     int32_t *above, CVisionBlobScratch *scratch) {
  const Component part = measure(p, threshold, from, to, y);
  place(scratch, above, &part);
}

/// Cuts one row of masks into runs and places them.
static void rowOfRuns(const CVisionTriple *p, const uint8_t *threshold, const uint16_t *masks, int32_t y,
                      CVisionBlobScratch *scratch) {
  int32_t above = 0, from = -1, end = 0;
  scratch->currentCount = 0;
  for (int32_t i = 0; i < scratch->activeCount; ++i) {
    const int32_t column = scratch->active[i], left = column * blockWidth;
    const uint32_t mask = masks[column];
    if (from >= 0 && left != end) {
      closeRun(p, threshold, from, end, y, &above, scratch);
      from = -1;
    }
    end = left + blockWidth;
    if (mask == 0 && from < 0)
      continue;
    for (int32_t x = 0; x < blockWidth;) {
      const uint32_t rest = (from < 0 ? mask : ~mask & 0xffffu) >> x;
      if (rest == 0)
        break;
      x += __builtin_ctz(rest);
      if (from < 0) {
        from = left + x;
      } else {
        closeRun(p, threshold, from, left + x, y, &above, scratch);
        from = -1;
      }
    }
  }
  if (from >= 0)
    closeRun(p, threshold, from, smaller(end, p->width), y, &above, scratch);
  Run *swapped = scratch->previous;
  scratch->previous = scratch->current;
  scratch->current = swapped;
  scratch->previousCount = scratch->currentCount;
}

/// Marks the columns of `row` in which the block, or the one above or below it, fired; says whether there are any.
static int32_t markNear(const uint8_t *fired, int32_t row, int32_t columns, int32_t rows, uint8_t *near) {
  const uint8_t *above = fired + greater(row - 1, 0) * columns, *here = fired + row * columns;
  const uint8_t *below = fired + smaller(row + 1, rows - 1) * columns;
  uint8_t any = 0;
  for (int32_t column = 0; column < columns; ++column) {
    near[column] = above[column] | here[column] | below[column];
    any |= near[column];
  }
  return any;
}

/// Change that counts as part of a blob in a block.
static inline uint8_t floorOf(const uint8_t *maxima, const uint8_t *threshold, int32_t block) {
  return (uint8_t)greater(threshold[block] / 2, maxima[block] / 5);
}

/// Masks of the blocks of one row that fired or touch one that did.
static void fillMasks(const CVisionTriple *p, const uint8_t *maxima, const uint8_t *threshold, int32_t row,
                      CVisionBlobScratch *scratch) {
  const int32_t columns = scratch->columns, bottom = smaller(p->height - row * blockHeight, blockHeight);
  scratch->activeCount = 0;
  for (int32_t column = 0; column < columns; ++column) {
    const int32_t block = row * columns + column;
    if (!(scratch->near[greater(column - 1, 0)] | scratch->near[column] |
          scratch->near[smaller(column + 1, columns - 1)]))
      continue;
    const uint8_t floor = floorOf(maxima, threshold, block);
    if (maxima[block] <= floor)
      continue;
    scratch->active[scratch->activeCount++] = column;
    // Blocks lie strewn over three pictures: waiting for memory is most of the cost.
    for (int32_t y = row * blockHeight; y < row * blockHeight + bottom; ++y) {
      __builtin_prefetch(p->before.samples + y * p->before.stride + column * blockWidth);
      __builtin_prefetch(p->now.samples + y * p->now.stride + column * blockWidth);
      __builtin_prefetch(p->after.samples + y * p->after.stride + column * blockWidth);
    }
  }
  for (int32_t i = 0; i < scratch->activeCount; ++i) {
    const int32_t column = scratch->active[i];
    const uint8_t floor = floorOf(maxima, threshold, row * columns + column);
    for (int32_t y = 0; y < bottom; ++y)
      scratch->masks[y * columns + column] = maskOf(p, column * blockWidth, row * blockHeight + y, floor);
  }
}

/// Inserts a blob where its strength belongs among `count`, dropping the weakest beyond `capacity`.
static int32_t insert(CVisionBlob *blobs, int32_t count, int32_t capacity, const Component *c) {
  int32_t at = count;
  while (at > 0 && blobs[at - 1].strength < c->strength)
    --at;
  if (at == capacity)
    return count;
  const int32_t moved = smaller(count, capacity - 1) - at;
  memmove(blobs + at + 1, blobs + at, sizeof(CVisionBlob) * (size_t)moved);
  const float weight = 2.0f * (float)c->sum;
  blobs[at] = (CVisionBlob){.x = (float)c->x / weight,
                            .y = (float)c->y / weight,
                            .left = c->left,
                            .top = c->top,
                            .right = c->right,
                            .bottom = c->bottom,
                            .area = c->area,
                            .sum = c->sum,
                            .peak = c->peak,
                            .strength = c->strength,
                            .polarity = c->polarity};
  return smaller(count + 1, capacity);
}

/// Takes the components that no run of the last row belongs to out of the table: they grow no more. A noisy picture of
/// many megapixels has more than the table holds, and what is found late must have room, too.
static int32_t settle(CVisionBlobScratch *scratch, int32_t minimumArea, CVisionBlob *blobs, int32_t count,
                      int32_t capacity) {
  int32_t place[components];
  memset(place, 0xff, sizeof(int32_t) * (size_t)scratch->count);
  for (int32_t i = 0; i < scratch->previousCount; ++i) {
    Run *run = &scratch->previous[i];
    run->component = rootOf(scratch, run->component);
    place[run->component] = 0;
  }
  int32_t open = 0;
  for (int32_t i = 0; i < scratch->count; ++i) {
    const Component *c = &scratch->found[i];
    if (c->parent != i)
      continue;
    if (place[i] < 0) {
      if (c->area >= minimumArea && c->strength > 16)
        count = insert(blobs, count, capacity, c);
      continue;
    }
    place[i] = open;
    scratch->found[open] = *c;
    scratch->found[open].parent = open;
    ++open;
  }
  for (int32_t i = 0; i < scratch->previousCount; ++i)
    scratch->previous[i].component = place[scratch->previous[i].component];
  scratch->count = open;
  return count;
}

int32_t cvision_blobs(const CVisionTriple *pictures, const uint8_t *maxima, const uint8_t *threshold,
                      const uint8_t *fired, int32_t minimumArea, CVisionBlobScratch *scratch, CVisionBlob *blobs,
                      int32_t capacity) {
  prepare(scratch, pictures->width);
  const int32_t columns = scratch->columns, rows = (pictures->height + blockHeight - 1) / blockHeight;
  int32_t count = 0;
  for (int32_t row = 0; row < rows; ++row) {
    if (!markNear(fired, row, columns, rows, scratch->near)) {
      scratch->previousCount = 0;
      continue;
    }
    fillMasks(pictures, maxima, threshold, row, scratch);
    const int32_t bottom = smaller(pictures->height - row * blockHeight, blockHeight);
    for (int32_t y = 0; y < bottom; ++y) {
      rowOfRuns(pictures, threshold + row * columns, scratch->masks + y * columns, row * blockHeight + y, scratch);
      if (scratch->count > components / 2)
        count = settle(scratch, minimumArea, blobs, count, capacity);
    }
  }
  scratch->previousCount = 0;
  return settle(scratch, minimumArea, blobs, count, capacity);
}
