#pragma once
#include <stddef.h>
#include <stdint.h>

/// OpenVINO's C library, opened at run time: the program starts without it.
///
/// Functions that can fail write why into `message`, at most `capacity` bytes with the closing zero, and return NULL or 0.

#pragma clang assume_nonnull begin

/// The library and its core.
typedef struct COVEngine COVEngine;
/// A network compiled for the processor; may be used by several requests at once.
typedef struct COVNetwork COVNetwork;
/// One evaluation at a time of a network, with its input and outputs.
typedef struct COVRequest COVRequest;

/// Most dimensions of a tensor, and most outputs of a network.
enum { COV_RANK = 8, COV_OUTPUTS = 16 };

/// Opens the library at `path`, or as the system finds it when `path` has no slash.
COVEngine *_Nullable cov_engine_open(const char *path, char *message, size_t capacity);
/// The build of the library, as `2026.2.1-…`.
const char *cov_engine_version(const COVEngine *engine);
void cov_engine_close(COVEngine *engine);

/// Reads an ONNX file from memory and compiles it for `streams` requests at a time, one thread each.
COVNetwork *_Nullable cov_network_compile(COVEngine *engine, const uint8_t *model, size_t length, int32_t streams,
                                          char *message, size_t capacity);
void cov_network_free(COVNetwork *network);
/// Dimensions of the only input; returns how many.
int32_t cov_network_input(const COVNetwork *network, int64_t dimensions[_Nonnull COV_RANK]);
/// How many outputs it has.
int32_t cov_network_output_count(const COVNetwork *network);
/// Name and dimensions of output `index`; returns how many dimensions.
int32_t cov_network_output(const COVNetwork *network, int32_t index, const char *_Nullable *_Nonnull name,
                           int64_t dimensions[_Nonnull COV_RANK]);

COVRequest *_Nullable cov_request_make(COVNetwork *network, char *message, size_t capacity);
void cov_request_free(COVRequest *request);
/// The input, to be filled before each evaluation.
float *cov_request_input(COVRequest *request);
/// Evaluates; returns 1 when the outputs are there.
int32_t cov_request_infer(COVRequest *request, char *message, size_t capacity);
/// Output `index` of the last evaluation.
const float *cov_request_output(const COVRequest *request, int32_t index);

#pragma clang assume_nonnull end
