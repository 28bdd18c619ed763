#include "CVision.h"
#include <stdbool.h>
#include <string.h>

enum { blockWidth = CVISION_BLOCK_WIDTH, blockHeight = CVISION_BLOCK_HEIGHT };

/// Pixels next to each other in one row: from `from` to before `to`.
typedef struct {
  int32_t from, to, y;
} Run;

/// Most runs of a component whose neighbours are still to be looked at, oldest first: its front, which in a picture of 8K
/// that changes all over has as many as the picture has columns and rows. A power of two.
enum { openRuns = 16384 };

struct CVisionBlobScratch {
  int32_t columns, rows;
  /// Eight masks of each block, one bit for each of its 16 columns: pixels that changed and that no blob has taken yet.
  uint16_t *masks;
  /// Whether the masks of a block were filled: most of them are never asked for.
  uint8_t *known;
  /// The blocks that fired.
  int32_t *seeds;
  Run open[openRuns];
};

static int32_t columnsOf(int32_t width) { return (width + blockWidth - 1) / blockWidth; }
static int32_t rowsOf(int32_t height) { return (height + blockHeight - 1) / blockHeight; }

size_t cvision_blob_scratch_size(int32_t width, int32_t height) {
  const size_t blocks = (size_t)columnsOf(width) * (size_t)rowsOf(height);
  return sizeof(CVisionBlobScratch) + blocks * (sizeof(int32_t) + blockHeight * sizeof(uint16_t) + 1);
}

/// What the search reads, and its scratch.
typedef struct {
  const CVisionTriple *p;
  const uint8_t *maxima, *threshold, *fired;
  CVisionBlobScratch *scratch;
} Search;

static void prepare(CVisionBlobScratch *scratch, int32_t width, int32_t height) {
  scratch->columns = columnsOf(width);
  scratch->rows = rowsOf(height);
  const size_t blocks = (size_t)scratch->columns * (size_t)scratch->rows;
  scratch->seeds = (int32_t *)(scratch + 1);
  scratch->masks = (uint16_t *)(scratch->seeds + blocks);
  scratch->known = (uint8_t *)(scratch->masks + blocks * blockHeight);
  memset(scratch->known, 0, blocks);
}

static inline int32_t absolute(int32_t value) { return value < 0 ? -value : value; }
static inline int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t greater(int32_t a, int32_t b) { return a > b ? a : b; }

// MARK: Masks

typedef uint8_t Samples __attribute__((ext_vector_type(16)));
typedef bool Bits __attribute__((ext_vector_type(16)));

static inline Samples load(CVisionPlane plane, int32_t left, int32_t y, int32_t count) {
  Samples samples = 0;
  const uint8_t *from = plane.samples + y * plane.stride + left;
  if (count >= blockWidth)
    memcpy(&samples, from, sizeof samples);
  else
    memcpy(&samples, from, (size_t)count);
  return samples;
}

static inline Samples difference(Samples a, Samples b) {
  return __builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b);
}

/// Changes of 16 pixels; 0 right of the picture.
static inline Samples changes(const CVisionTriple *p, int32_t left, int32_t y) {
  const int32_t count = p->width - left;
  const Samples now = load(p->now, left, y, count);
  return __builtin_elementwise_min(difference(now, load(p->before, left, y, count)),
                                   difference(now, load(p->after, left, y, count)));
}

static inline uint16_t maskOf(Samples values, uint8_t floor) {
  const Bits above = __builtin_convertvector(values > (Samples)floor, Bits);
  uint16_t mask;
  memcpy(&mask, &above, sizeof mask);
  return mask;
}

/// Whether the block or one beside it fired.
static bool isNear(const Search *s, int32_t column, int32_t row) {
  const int32_t columns = s->scratch->columns, right = smaller(column + 1, columns - 1);
  const int32_t bottom = smaller(row + 1, s->scratch->rows - 1);
  for (int32_t y = greater(row - 1, 0); y <= bottom; ++y)
    for (int32_t x = greater(column - 1, 0); x <= right; ++x)
      if (s->fired[y * columns + x])
        return true;
  return false;
}

/// Fills the masks of a block: what changed, where the block or one beside it fired.
static void fill(const Search *s, int32_t column, int32_t row) {
  const int32_t block = row * s->scratch->columns + column, top = row * blockHeight;
  const int32_t bottom = smaller(s->p->height - top, blockHeight);
  uint16_t *masks = s->scratch->masks + block * blockHeight;
  s->scratch->known[block] = 1;
  // A fifth of what changed most: the coding halo of a strong object stays out.
  const uint8_t floor = (uint8_t)greater(s->threshold[block] / 2, s->maxima[block] / 5);
  memset(masks, 0, blockHeight * sizeof(uint16_t));
  if (s->maxima[block] <= floor || !isNear(s, column, row))
    return;
  for (int32_t y = 0; y < bottom; ++y)
    masks[y] = maskOf(changes(s->p, column * blockWidth, top + y), floor);
}

/// The mask of 16 columns of row `y`.
static inline uint16_t *maskAt(const Search *s, int32_t column, int32_t y) {
  const int32_t row = y / blockHeight, block = row * s->scratch->columns + column;
  if (!s->scratch->known[block])
    fill(s, column, row);
  return s->scratch->masks + block * blockHeight + y % blockHeight;
}

// MARK: Runs

/// Where the pixels end that follow `x` to the right without a gap.
static int32_t endOf(const Search *s, int32_t x, int32_t y) {
  for (int32_t column = x / blockWidth; column < s->scratch->columns; x = ++column * blockWidth) {
    const uint32_t gaps = (~(uint32_t)*maskAt(s, column, y) & 0xffffu) >> x % blockWidth;
    if (gaps != 0)
      return x + __builtin_ctz(gaps);
  }
  return x;
}

/// Where the pixels begin that lead to `x` from the left without a gap.
static int32_t beginOf(const Search *s, int32_t x, int32_t y) {
  for (int32_t column = x / blockWidth; column >= 0; x = column-- * blockWidth - 1) {
    const uint32_t before = (2u << x % blockWidth) - 1, gaps = ~(uint32_t)*maskAt(s, column, y) & before;
    if (gaps != 0)
      return column * blockWidth + 32 - __builtin_clz(gaps);
  }
  return 0;
}

/// Takes the run that `x` belongs to out of the masks.
static Run take(const Search *s, int32_t x, int32_t y) {
  const Run run = {beginOf(s, x, y), endOf(s, x, y), y};
  for (int32_t column = run.from / blockWidth; column * blockWidth < run.to; ++column) {
    const int32_t from = greater(run.from - column * blockWidth, 0);
    const int32_t to = smaller(run.to - column * blockWidth, blockWidth);
    *maskAt(s, column, y) &= (uint16_t)~((1u << to) - (1u << from));
  }
  return run;
}

// MARK: Components

/// A component while it grows.
typedef struct {
  int32_t left, top, right, bottom, area, peak, strength;
  int64_t sum, polarity, x, y;
} Component;

/// Adds the pixels of a run.
static void add(Component *c, const Search *s, Run run) {
  const CVisionTriple *p = s->p;
  const uint8_t *before = p->before.samples + run.y * p->before.stride;
  const uint8_t *now = p->now.samples + run.y * p->now.stride;
  const uint8_t *after = p->after.samples + run.y * p->after.stride;
  const uint8_t *threshold = s->threshold + run.y / blockHeight * s->scratch->columns;
  int32_t sum = 0;
  int64_t moment = 0;
  for (int32_t x = run.from; x < run.to;) {
    const int32_t block = x / blockWidth, end = smaller(run.to, (block + 1) * blockWidth);
    int32_t peak = 0;
    for (; x < end; ++x) {
      const int32_t value = smaller(absolute(now[x] - before[x]), absolute(now[x] - after[x]));
      sum += value;
      moment += (int64_t)value * (x - run.from);
      peak = greater(peak, value);
      c->polarity += now[x] - (before[x] + after[x]) / 2;
    }
    c->peak = greater(c->peak, peak);
    if (peak > threshold[block])
      c->strength = greater(c->strength, peak * 16 / threshold[block]);
  }
  c->left = smaller(c->left, run.from);
  c->top = smaller(c->top, run.y);
  c->right = greater(c->right, run.to);
  c->bottom = greater(c->bottom, run.y + 1);
  c->area += run.to - run.from;
  c->sum += sum;
  c->x += (int64_t)sum * (2 * run.from + 1) + 2 * moment;
  c->y += (int64_t)sum * (2 * run.y + 1);
}

/// All that hangs together with a pixel, which is taken out of the masks.
static Component grow(const Search *s, int32_t x, int32_t y) {
  const int32_t width = s->p->width, height = s->p->height;
  Run *open = s->scratch->open;
  Component c = {.left = width, .top = height};
  uint32_t begin = 0, end = 1;
  open[0] = take(s, x, y);
  add(&c, s, open[0]);
  while (begin != end) {
    const Run run = open[begin++ % openRuns];
    const int32_t last = smaller(run.to, width - 1);
    for (int32_t near = greater(run.y - 1, 0); near <= smaller(run.y + 1, height - 1); ++near) {
      // What there is no room for stays, for another neighbour or as a blob of its own.
      for (int32_t at = greater(run.from - 1, 0); at <= last && end - begin < openRuns;) {
        const uint32_t rest = (uint32_t)*maskAt(s, at / blockWidth, near) >> at % blockWidth;
        at = rest != 0 ? at + __builtin_ctz(rest) : (at / blockWidth + 1) * blockWidth;
        if (rest == 0 || at > last)
          continue;
        const Run found = take(s, at, near);
        add(&c, s, found);
        open[end++ % openRuns] = found;
        at = found.to;
      }
    }
  }
  return c;
}

static inline int32_t clamped(int64_t value) {
  return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (int32_t)value;
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
                            .sum = clamped(c->sum),
                            .peak = c->peak,
                            .strength = c->strength,
                            .polarity = clamped(c->polarity)};
  return smaller(count + 1, capacity);
}

/// Greatest change whose share of the threshold is no more than 16 sixteenths, as `strength` counts them.
static inline uint8_t nearlyStrong(uint8_t threshold) { return (uint8_t)smaller((17 * threshold - 1) / 16, 255); }

/// Lists the blocks that fired.
static int32_t gather(const uint8_t *fired, int32_t blocks, int32_t *seeds) {
  int32_t count = 0;
  const uint8_t *end = fired + blocks;
  for (const uint8_t *at = fired; (at = memchr(at, 1, (size_t)(end - at))) != NULL; ++at)
    seeds[count++] = (int32_t)(at - fired);
  return count;
}

/// Asks for the samples of a block ahead of their use: blocks lie strewn over three pictures, and waiting is the cost.
static inline void fetch(const CVisionTriple *p, int32_t left, int32_t top) {
  for (int32_t y = top; y < smaller(top + blockHeight, p->height); ++y) {
    __builtin_prefetch(p->before.samples + y * p->before.stride + left);
    __builtin_prefetch(p->now.samples + y * p->now.stride + left);
    __builtin_prefetch(p->after.samples + y * p->after.stride + left);
  }
}

int32_t cvision_blobs(const CVisionTriple *pictures, const uint8_t *maxima, const uint8_t *threshold,
                      const uint8_t *fired, int32_t minimumArea, CVisionBlobScratch *scratch, CVisionBlob *blobs,
                      int32_t capacity) {
  enum { ahead = 4 };
  prepare(scratch, pictures->width, pictures->height);
  const Search search = {pictures, maxima, threshold, fired, scratch};
  const int32_t columns = scratch->columns, seeds = gather(fired, columns * scratch->rows, scratch->seeds);
  int32_t count = 0;
  for (int32_t i = -ahead; i < seeds; ++i) {
    if (i + ahead < seeds) {
      const int32_t later = scratch->seeds[i + ahead];
      fetch(pictures, later % columns * blockWidth, later / columns * blockHeight);
    }
    if (i < 0)
      continue;
    const int32_t block = scratch->seeds[i], left = block % columns * blockWidth, top = block / columns * blockHeight;
    for (int32_t y = top; y < smaller(top + blockHeight, pictures->height); ++y) {
      const uint16_t *rest = maskAt(&search, block % columns, y);
      const uint16_t strong = maskOf(changes(pictures, left, y), nearlyStrong(threshold[block]));
      while ((strong & *rest) != 0) {
        const Component c = grow(&search, left + __builtin_ctz(strong & *rest), y);
        if (c.area >= minimumArea)
          count = insert(blobs, count, capacity, &c);
      }
    }
  }
  return count;
}
