#pragma once
#include <stddef.h>
#include <stdint.h>

/// Kernels over 8-bit luma planes: change between pictures, its noise, and the blobs it makes.
///
/// No function allocates, keeps a pointer, or fails; sizes are the caller's promise.

#pragma clang assume_nonnull begin

/// Columns of pixels in one block of the change map; one 128-bit vector.
#define CVISION_BLOCK_WIDTH 16
/// Rows of pixels in one block of the change map; H.264 and H.265 transform blocks align with it.
#define CVISION_BLOCK_HEIGHT 8

/// A read-only 8-bit plane: row `y` starts at `samples + y * stride`.
typedef struct {
  /// First sample of the top row.
  const uint8_t *samples;
  /// Bytes from one row to the next.
  ptrdiff_t stride;
} CVisionPlane;

/// Three pictures of one size: the one under test between an earlier and a later one.
typedef struct {
  /// The earlier picture.
  CVisionPlane before;
  /// The picture whose moving pixels are sought.
  CVisionPlane now;
  /// The later picture.
  CVisionPlane after;
  /// Columns of each.
  int32_t width;
  /// Rows of each.
  int32_t height;
} CVisionTriple;

/// Connected pixels that differ from both neighbours in time.
typedef struct {
  /// Centre of the difference, in pixels; the centre of the top left pixel is 0.5, 0.5.
  float x, y;
  /// Bounding box in pixels; right and bottom are exclusive.
  int32_t left, top, right, bottom;
  /// Pixels above the lower threshold.
  int32_t area;
  /// Sum of the difference over these pixels.
  int32_t sum;
  /// Greatest difference.
  int32_t peak;
  /// Greatest difference ÷ threshold of its block, in 1/16.
  int32_t strength;
  /// Sum of brightness above the mean of the neighbours in time; negative where the thing is dark.
  int32_t polarity;
} CVisionBlob;

/// Scratch of the component search; `cvision_blob_scratch_size` says how many bytes.
typedef struct CVisionBlobScratch CVisionBlobScratch;

/// Greatest `min(|now − before|, |now − after|)` of each block, rows of blocks first: `⌈width / 16⌉ × ⌈height / 8⌉` bytes.
///
/// One pass over memory, looking at every `rowStep`th row of each block (1 or 2). The minimum keeps what stands in `now` alone, and drops what was uncovered behind it.
void cvision_change(const CVisionTriple *pictures, int32_t rowStep, uint8_t *maxima);

/// Whether some block of two pictures differs by more than its threshold; stops at the first row of blocks with one.
int32_t cvision_differs(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height, const uint8_t *threshold);

/// Sum of absolute differences of every `step`th row of two pictures.
uint64_t cvision_sampled_difference(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height, int32_t step);

/// Whether two pictures are equal, sample by sample.
int32_t cvision_equal(CVisionPlane a, CVisionPlane b, int32_t width, int32_t height);

/// What is remembered of each block between pictures; three arrays of `count` values.
typedef struct {
  /// Third quartile of the block's maximum while nothing passes, in 1/256 grey level.
  uint16_t *level;
  /// Share of pictures in which the block fired, in 1/65536.
  uint16_t *activity;
  /// Maximum above which the block fires, in grey levels.
  uint8_t *threshold;
  /// Blocks.
  int32_t count;
} CVisionNoise;

/// Median of the maxima of all blocks.
uint8_t cvision_median(const uint8_t *maxima, int32_t count);

/// Starts the noise levels from one picture; a block far above the `median` is taken for movement and starts lower.
void cvision_noise_start(const CVisionNoise *noise, const uint8_t *maxima, uint8_t median);

/// Marks the blocks above their threshold with 1 in `fired` (others 0), then moves level and activity one step.
///
/// `step` is the least downward step of the level in 1/256 grey level (three times that upward: the balance point is
/// the third quartile); `activityShift` is the logarithm of the activity's memory in pictures. Returns how many fired.
int32_t cvision_noise_judge(const CVisionNoise *noise, const uint8_t *maxima, uint8_t *fired, uint16_t step,
                            int32_t activityShift);

/// Bytes of scratch for pictures of this size.
size_t cvision_blob_scratch_size(int32_t width, int32_t height);

/// Connected components (8 neighbours) in the fired blocks and those beside them, strongest first.
///
/// A pixel counts above half its block's threshold (and above a fifth of the block's maximum, which keeps the coding
/// halo of a strong object out); a component counts when it has `minimumArea` pixels and one that exceeds the threshold of
/// a block that fired by a sixteenth. Each is grown from such a pixel, so that the many pixels of noise that none leads to
/// cost nothing.
/// Returns how many of at most `capacity` were written.
int32_t cvision_blobs(const CVisionTriple *pictures, const uint8_t *maxima, const uint8_t *threshold,
                      const uint8_t *fired, int32_t minimumArea, CVisionBlobScratch *scratch, CVisionBlob *blobs,
                      int32_t capacity);

/// Part of a map: right and bottom are exclusive.
typedef struct {
  int32_t left, top, right, bottom;
} CVisionBox;

/// Means of boxes of `factor` × `factor` samples (1…255), `columns` × `rows` of them: a thumbnail. Of boxes of 4 rows or
/// more every second row is read, since reading is what the time goes on.
void cvision_box_average(CVisionPlane plane, int32_t columns, int32_t rows, int32_t factor, uint8_t *means);

/// Direction of the edges of a thumbnail, whichever side is the bright one: cosine and sine of twice the gradient's
/// angle, times 127, less where the edge is weak. Returns the mean length of the gradient, in grey levels.
///
/// Twice the angle makes a window that is darker than its wall by day and brighter by night one and the same edge.
float cvision_edges(const uint8_t *means, int32_t columns, int32_t rows, int8_t *along, int8_t *across);

/// Sum of products of `b` within `box` and `a` at `dx`, `dy` from there; both stay inside the map, the caller sees to it.
int64_t cvision_dot(const int8_t *a, const int8_t *b, int32_t columns, CVisionBox box, int32_t dx, int32_t dy);

/// Moves `recent` by `share` (0…1) of the way to `now`, and gives it rounded to whole numbers.
void cvision_follow(float *recent, const int8_t *now, int32_t count, float share, int8_t *rounded);

/// Means of each four samples of a map: one of half the columns and rows, rounded down.
void cvision_halve(const int8_t *map, int32_t columns, int32_t rows, int8_t *half);

/// Most columns of a picture made for a network, and of the part of the camera's picture that it is made of.
#define CVISION_INPUT_LIMIT 2048
#define CVISION_SOURCE_LIMIT 8192

/// How a picture in planes becomes a network's input.
typedef struct {
  /// Part of the luma plane that is shown; it lies within the plane and is at most `CVISION_SOURCE_LIMIT` wide.
  CVisionBox source;
  /// Columns and rows of the input, at most `CVISION_INPUT_LIMIT`.
  int32_t width, height;
  /// Where in the input the picture lies; beside it everything is `padding`.
  CVisionBox target;
  /// `red = luma·(y − black) + redOfV·(v − 128)`, and so on; 0…255.
  float luma, black, redOfV, greenOfU, greenOfV, blueOfU;
  /// The input is `(colour − mean) / scale`.
  float mean, scale, padding;
  /// Whether red comes first.
  int32_t isRGB;
} CVisionInput;

/// Writes the input of a network, three planes of floats, from a picture 4:2:0 in one pass: means over what falls on each
/// place when it shrinks, the nearest sample when it grows.
void cvision_network_input(CVisionPlane y, CVisionPlane u, CVisionPlane v, const CVisionInput *how, float *values);

/// Samples of a side of the blocks of `cvision_blocks`.
#define CVISION_QUALITY_BLOCK 16
/// Classes of `CVisionGrain.residual`, half a grey level each.
#define CVISION_GRAIN_LEVELS 256
/// Samples of a side of a patch whose spectrum is taken, the frequencies of it, and the most patches of one picture.
#define CVISION_PATCH 32
#define CVISION_PATCH_BINS (32 * 17)
#define CVISION_PATCHES 16

/// What the finest structure of a picture is like.
typedef struct {
  /// Segments of 32 samples by the mean bend in them, `|2b − a − c|`, in half grey levels. Noise of standard deviation σ
  /// has a mean bend of 1.95 σ.
  uint32_t residual[CVISION_GRAIN_LEVELS];
  /// Samples that equal their right neighbour.
  uint32_t equal;
  /// Samples looked at.
  uint32_t samples;
} CVisionGrain;

/// Means of boxes of `factor` × `factor` samples (1…255), `columns` × `rows` of them, right to a level. Of boxes of 4 rows
/// or more every second row is read.
void cvision_reduce(CVisionPlane plane, int32_t columns, int32_t rows, int32_t factor, uint8_t *means);

/// Measures the finest structure of every `step`th row.
void cvision_grain(CVisionPlane plane, int32_t width, int32_t height, int32_t step, CVisionGrain *grain);

/// Greatest less least sample of each block, and its steepest step from one sample to the next, across or down:
/// `(columns − 1) / 16` × `rows / 16` blocks.
void cvision_blocks(const uint8_t *means, int32_t columns, int32_t rows, uint8_t *ranges, uint8_t *slopes);

/// Sums of each column and row of a thumbnail, and how often each of 256 values occurs in a quarter of it.
void cvision_profiles(const uint8_t *means, int32_t columns, int32_t rows, uint32_t *ofColumns, uint32_t *ofRows,
                      uint32_t *histogram);

/// Squared difference between the steps of two profiles of `count` values, for shifts of −`reach`…`reach` places.
void cvision_profile_costs(const uint32_t *before, const uint32_t *now, int32_t count, int32_t reach, float *costs);

/// Fills the `2 × 32 × 32` numbers that `cvision_patch_spectrum` needs: waves under a Hann window.
void cvision_patch_basis(float *basis);

/// Power of the waves in a patch of 32 × 32 samples whose top left one is `corner`: 32 rows of 17, the frequency down in
/// whole waves 0…15, −16…−1, that across 0…16. A wave of amplitude A has A² where it lies on a frequency.
void cvision_patch_spectrum(const uint8_t *corner, int32_t columns, const float *basis, float *power);

/// For each frequency the power that all but `rank` of up to 16 patches have.
void cvision_shared_power(const float *powers, int32_t patches, int32_t rank, float *shared);

#pragma clang assume_nonnull end
