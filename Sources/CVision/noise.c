#include "CVision.h"
#include "dispatch.h"

/// Threshold in grey levels over the third quartile `level` (1/256): half as much again, and 2 for rounding to whole levels.
///
/// For Gaussian noise of deviation σ the maximum of 128 minima of two differences has its third quartile near 3.4 σ and
/// exceeds 5 σ in one picture of a thousand, so the factor 1.5 costs some 16 false blocks in 16,000.
static inline uint8_t thresholdOver(uint16_t level) {
  uint16_t value = (uint16_t)((level >> 8) + (level >> 9) + 2);
  value = value < 4 ? 4 : value;
  return (uint8_t)(value > 254 ? 254 : value);
}

uint8_t cvision_median(const uint8_t *maxima, int32_t count) {
  int32_t histogram[256] = {0}, below = 0, value = 0;
  for (int32_t i = 0; i < count; ++i)
    ++histogram[maxima[i]];
  while (value < 255 && (below += histogram[value]) * 2 < count)
    ++value;
  return (uint8_t)value;
}

void cvision_noise_start(const CVisionNoise *noise, const uint8_t *maxima, uint8_t median) {
  const int32_t limit = median * 2 + 4;
  for (int32_t i = 0; i < noise->count; ++i) {
    noise->level[i] = (uint16_t)((maxima[i] < limit ? maxima[i] : limit) << 8);
    noise->activity[i] = 0;
    noise->threshold[i] = thresholdOver(noise->level[i]);
  }
}

CVISION_DISPATCH
int32_t cvision_noise_judge(const CVisionNoise *noise, const uint8_t *__restrict maxima, uint8_t *__restrict fired, uint16_t step,
                            int32_t activityShift) {
  uint16_t *__restrict level = noise->level, *__restrict activity = noise->activity;
  uint8_t *__restrict threshold = noise->threshold;
  const int32_t count = noise->count;
  int32_t total = 0;
  for (int32_t i = 0; i < count; ++i) {
    const uint8_t fires = maxima[i] > threshold[i] ? 1 : 0;
    fired[i] = fires;
    total += fires;
  }
  for (int32_t i = 0; i < count; ++i) {
    const uint16_t old = level[i], maximum = (uint16_t)(maxima[i] << 8);
    const uint16_t down = (uint16_t)(step + (old >> 6)), up = (uint16_t)(3 * down);
    const uint16_t room = (uint16_t)(65535 - old);
    const uint16_t raised = (uint16_t)(old + (up < room ? up : room));
    const uint16_t lowered = (uint16_t)(old - (down < old ? down : old));
    const uint16_t next = maximum > old ? raised : lowered;
    level[i] = next;
    threshold[i] = thresholdOver(next);
  }
  for (int32_t i = 0; i < count; ++i) {
    const uint16_t old = activity[i], target = (uint16_t)(-(uint16_t)fired[i]);
    const uint16_t rise = (uint16_t)((uint16_t)(target - old) >> activityShift), fall = (uint16_t)(old >> activityShift);
    activity[i] = (uint16_t)(target != 0 ? old + rise : old - fall);
  }
  return total;
}
