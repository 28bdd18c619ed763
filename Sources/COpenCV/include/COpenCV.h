#pragma once
#include <stddef.h>
#include <stdint.h>

/// OpenCV's `dnn` module: evaluates ONNX networks on the processor with what Debian ships.
///
/// Functions that can fail write why into `message`, at most `capacity` bytes with the closing zero, and return NULL or 0.

#pragma clang assume_nonnull begin

#ifdef __cplusplus
extern "C" {
#endif

/// A network with its input and the outputs of its last evaluation; one evaluation at a time.
typedef struct CCVNetwork CCVNetwork;

/// Most dimensions of an output.
enum { CCV_RANK = 8 };

/// OpenCV's version.
const char *ccv_version(void);
/// Reads an ONNX file from memory, for an input of 1 × `channels` × `height` × `width`. One thread for each evaluation,
/// in the whole process.
CCVNetwork *_Nullable ccv_network_read(const uint8_t *model, size_t length, int32_t channels, int32_t height,
                                       int32_t width, char *message, size_t capacity);
void ccv_network_free(CCVNetwork *network);
/// The input, to be filled before each evaluation.
float *ccv_network_input(CCVNetwork *network);
/// Evaluates; returns 1 when the outputs are there.
int32_t ccv_network_infer(CCVNetwork *network, char *message, size_t capacity);
/// How many outputs the network has.
int32_t ccv_network_output_count(const CCVNetwork *network);
/// Name and dimensions of output `index` of the last evaluation; returns how many dimensions.
int32_t ccv_network_output(const CCVNetwork *network, int32_t index, const char *_Nullable *_Nonnull name,
                           int64_t dimensions[_Nonnull CCV_RANK]);
/// Values of output `index` of the last evaluation.
const float *ccv_network_values(const CCVNetwork *network, int32_t index);

#ifdef __cplusplus
}
#endif

#pragma clang assume_nonnull end
