#include "COpenVINO.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The few types and functions that are used, as OpenVINO's documentation of its C interface describes them.
typedef int Status;
typedef struct {
  int64_t rank;
  int64_t *dimensions;
} Shape;
typedef struct {
  const char *build;
  const char *description;
} Version;

struct COVEngine {
  void *library;
  void *core;
  char version[128];
  Status (*core_create)(void **core);
  void (*core_free)(void *core);
  Status (*read_model)(const void *core, const char *text, size_t length, const void *weights, void **model);
  Status (*compile_model)(const void *core, const void *model, const char *device, size_t arguments, void **compiled,
                          ...);
  void (*model_free)(void *model);
  void (*compiled_free)(void *compiled);
  Status (*inputs_size)(const void *compiled, size_t *size);
  Status (*outputs_size)(const void *compiled, size_t *size);
  Status (*output_by_index)(const void *model, size_t index, void **port);
  Status (*port_name)(const void *port, char **name);
  void (*port_free)(void *port);
  void (*text_free)(const char *text);
  Status (*create_request)(const void *compiled, void **request);
  void (*request_free)(void *request);
  Status (*input_tensor)(const void *request, size_t index, void **tensor);
  Status (*output_tensor)(const void *request, size_t index, void **tensor);
  Status (*infer)(void *request);
  Status (*tensor_data)(const void *tensor, void **data);
  Status (*tensor_shape)(const void *tensor, Shape *shape);
  Status (*tensor_bytes)(const void *tensor, size_t *bytes);
  void (*tensor_free)(void *tensor);
  Status (*shape_free)(Shape *shape);
  const char *(*last_message)(void);
  const char *(*status_words)(Status status);
};

typedef struct {
  char name[64];
  int64_t dimensions[COV_RANK];
  int32_t rank;
} Port;

struct COVNetwork {
  COVEngine *engine;
  void *compiled;
  Port input, outputs[COV_OUTPUTS];
  int32_t outputCount;
};

struct COVRequest {
  COVNetwork *network;
  void *request;
  void *inputTensor, *outputTensors[COV_OUTPUTS];
  float *input, *outputs[COV_OUTPUTS];
};

static void say(char *message, size_t capacity, const char *what, const char *why) {
  snprintf(message, capacity, "%s%s%s", what, why && *why ? ": " : "", why ? why : "");
}

/// Says what `status` means, with the library's own words where it has some.
static void sayStatus(const COVEngine *engine, Status status, const char *what, char *message, size_t capacity) {
  const char *last = engine->last_message ? engine->last_message() : NULL;
  say(message, capacity, what, last && *last ? last : engine->status_words(status));
}

static int resolve(COVEngine *engine, char *message, size_t capacity) {
  const struct {
    const char *name;
    void *place;
    int isOptional;
  } functions[] = {
      {"ov_core_create", &engine->core_create, 0},
      {"ov_core_free", &engine->core_free, 0},
      {"ov_core_read_model_from_memory_buffer", &engine->read_model, 0},
      {"ov_core_compile_model", &engine->compile_model, 0},
      {"ov_model_free", &engine->model_free, 0},
      {"ov_compiled_model_free", &engine->compiled_free, 0},
      {"ov_compiled_model_inputs_size", &engine->inputs_size, 0},
      {"ov_compiled_model_outputs_size", &engine->outputs_size, 0},
      {"ov_model_const_output_by_index", &engine->output_by_index, 0},
      {"ov_port_get_any_name", &engine->port_name, 0},
      {"ov_output_const_port_free", &engine->port_free, 0},
      {"ov_free", &engine->text_free, 0},
      {"ov_compiled_model_create_infer_request", &engine->create_request, 0},
      {"ov_infer_request_free", &engine->request_free, 0},
      {"ov_infer_request_get_input_tensor_by_index", &engine->input_tensor, 0},
      {"ov_infer_request_get_output_tensor_by_index", &engine->output_tensor, 0},
      {"ov_infer_request_infer", &engine->infer, 0},
      {"ov_tensor_data", &engine->tensor_data, 0},
      {"ov_tensor_get_shape", &engine->tensor_shape, 0},
      {"ov_tensor_get_byte_size", &engine->tensor_bytes, 0},
      {"ov_tensor_free", &engine->tensor_free, 0},
      {"ov_shape_free", &engine->shape_free, 0},
      {"ov_get_error_info", &engine->status_words, 0},
      {"ov_get_last_err_msg", &engine->last_message, 1},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; ++i) {
    void *found = dlsym(engine->library, functions[i].name);
    if (!found && !functions[i].isOptional) {
      say(message, capacity, "the library has no function", functions[i].name);
      return 0;
    }
    memcpy(functions[i].place, &found, sizeof found);
  }
  return 1;
}

static void noteVersion(COVEngine *engine) {
  Status (*version)(Version *);
  void (*release)(Version *);
  void *found = dlsym(engine->library, "ov_get_openvino_version"), *freeing = dlsym(engine->library, "ov_version_free");
  memcpy(&version, &found, sizeof found);
  memcpy(&release, &freeing, sizeof freeing);
  Version told = {0};
  if (found && version(&told) == 0 && told.build)
    snprintf(engine->version, sizeof engine->version, "%s", told.build);
  if (freeing)
    release(&told);
}

COVEngine *cov_engine_open(const char *path, char *message, size_t capacity) {
  COVEngine *engine = calloc(1, sizeof *engine);
  if (!engine)
    return NULL;
  engine->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!engine->library) {
    say(message, capacity, "the library cannot be opened", dlerror());
  } else if (resolve(engine, message, capacity)) {
    const Status status = engine->core_create(&engine->core);
    if (status == 0) {
      noteVersion(engine);
      return engine;
    }
    sayStatus(engine, status, "the library cannot be started", message, capacity);
  }
  cov_engine_close(engine);
  return NULL;
}

const char *cov_engine_version(const COVEngine *engine) { return engine->version; }

void cov_engine_close(COVEngine *engine) {
  if (engine->core)
    engine->core_free(engine->core);
  // Its threads may outlive the core: the library stays in memory.
  free(engine);
}

/// Dimensions of `tensor`; 0 when it is not made of floats or has too many.
static int describe(const COVEngine *engine, const void *tensor, Port *port) {
  Shape shape = {0};
  size_t bytes = 0;
  if (engine->tensor_shape(tensor, &shape) != 0)
    return 0;
  size_t expected = sizeof(float);
  port->rank = shape.rank <= COV_RANK ? (int32_t)shape.rank : 0;
  for (int32_t i = 0; i < port->rank; ++i) {
    port->dimensions[i] = shape.dimensions[i];
    expected *= (size_t)shape.dimensions[i];
  }
  engine->shape_free(&shape);
  return port->rank > 0 && engine->tensor_bytes(tensor, &bytes) == 0 && bytes == expected;
}

/// The name in the file; the compiled network may know an output by that of a step before it.
static void nameOutput(const COVEngine *engine, const void *model, int32_t index, Port *port) {
  void *found = NULL;
  char *name = NULL;
  if (engine->output_by_index(model, (size_t)index, &found) != 0)
    return;
  if (engine->port_name(found, &name) == 0 && name) {
    snprintf(port->name, sizeof port->name, "%s", name);
    engine->text_free(name);
  }
  engine->port_free(found);
}

/// Looks at a request's tensors for the shapes of a network.
static int survey(COVNetwork *network, const void *model, char *message, size_t capacity) {
  COVEngine *engine = network->engine;
  size_t inputs = 0, outputs = 0;
  engine->inputs_size(network->compiled, &inputs);
  engine->outputs_size(network->compiled, &outputs);
  if (inputs != 1 || outputs < 1 || outputs > COV_OUTPUTS) {
    say(message, capacity, "the network must have one input and 1 to 16 outputs", NULL);
    return 0;
  }
  network->outputCount = (int32_t)outputs;
  COVRequest *request = cov_request_make(network, message, capacity);
  if (!request)
    return 0;
  int isGood = describe(engine, request->inputTensor, &network->input);
  for (int32_t i = 0; i < network->outputCount; ++i) {
    isGood &= describe(engine, request->outputTensors[i], &network->outputs[i]);
    nameOutput(engine, model, i, &network->outputs[i]);
  }
  cov_request_free(request);
  if (!isGood)
    say(message, capacity, "the network's input and outputs must be 32-bit floats of fixed size", NULL);
  return isGood;
}

COVNetwork *cov_network_compile(COVEngine *engine, const uint8_t *model, size_t length, int32_t streams, char *message,
                                size_t capacity) {
  void *read = NULL;
  Status status = engine->read_model(engine->core, (const char *)model, length, NULL, &read);
  if (status != 0) {
    sayStatus(engine, status, "the network cannot be read", message, capacity);
    return NULL;
  }
  COVNetwork *network = calloc(1, sizeof *network);
  char count[16];
  snprintf(count, sizeof count, "%d", streams);
  if (network) {
    network->engine = engine;
    status = engine->compile_model(engine->core, read, "CPU", 8, &network->compiled, "INFERENCE_NUM_THREADS", count,
                                   "NUM_STREAMS", count, "INFERENCE_PRECISION_HINT", "f32", "ENABLE_CPU_PINNING", "NO");
    if (status != 0)
      sayStatus(engine, status, "the network cannot be compiled", message, capacity);
  }
  const int isGood = network && status == 0 && survey(network, read, message, capacity);
  engine->model_free(read);
  if (network && !isGood)
    cov_network_free(network);
  return isGood ? network : NULL;
}

void cov_network_free(COVNetwork *network) {
  if (network->compiled)
    network->engine->compiled_free(network->compiled);
  free(network);
}

int32_t cov_network_input(const COVNetwork *network, int64_t dimensions[COV_RANK]) {
  memcpy(dimensions, network->input.dimensions, sizeof network->input.dimensions);
  return network->input.rank;
}

int32_t cov_network_output_count(const COVNetwork *network) { return network->outputCount; }

int32_t cov_network_output(const COVNetwork *network, int32_t index, const char **name, int64_t dimensions[COV_RANK]) {
  memcpy(dimensions, network->outputs[index].dimensions, sizeof network->outputs[index].dimensions);
  *name = network->outputs[index].name;
  return network->outputs[index].rank;
}

COVRequest *cov_request_make(COVNetwork *network, char *message, size_t capacity) {
  COVEngine *engine = network->engine;
  COVRequest *request = calloc(1, sizeof *request);
  if (!request)
    return NULL;
  request->network = network;
  Status status = engine->create_request(network->compiled, &request->request);
  if (status == 0)
    status = engine->input_tensor(request->request, 0, &request->inputTensor);
  if (status == 0)
    status = engine->tensor_data(request->inputTensor, (void **)&request->input);
  for (int32_t i = 0; i < network->outputCount && status == 0; ++i) {
    status = engine->output_tensor(request->request, (size_t)i, &request->outputTensors[i]);
    if (status == 0)
      status = engine->tensor_data(request->outputTensors[i], (void **)&request->outputs[i]);
  }
  if (status == 0)
    return request;
  sayStatus(engine, status, "the network cannot be made ready", message, capacity);
  cov_request_free(request);
  return NULL;
}

void cov_request_free(COVRequest *request) {
  COVEngine *engine = request->network->engine;
  for (int32_t i = 0; i < COV_OUTPUTS; ++i)
    if (request->outputTensors[i])
      engine->tensor_free(request->outputTensors[i]);
  if (request->inputTensor)
    engine->tensor_free(request->inputTensor);
  if (request->request)
    engine->request_free(request->request);
  free(request);
}

float *cov_request_input(COVRequest *request) { return request->input; }

int32_t cov_request_infer(COVRequest *request, char *message, size_t capacity) {
  const Status status = request->network->engine->infer(request->request);
  if (status != 0)
    sayStatus(request->network->engine, status, "the network failed", message, capacity);
  return status == 0;
}

const float *cov_request_output(const COVRequest *request, int32_t index) { return request->outputs[index]; }
