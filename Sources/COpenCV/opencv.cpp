#include "COpenCV.h"
#include <cstdio>
#include <exception>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

struct CCVNetwork {
  cv::dnn::Net net;
  cv::Mat input;
  std::vector<cv::String> names;
  std::vector<cv::Mat> outputs;
};

namespace {

/// Runs `body`; what it throws becomes words: no exception may reach Swift.
template <typename Body> bool guarded(char *message, size_t capacity, const char *what, Body body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception &error) {
    std::snprintf(message, capacity, "%s: %s", what, error.what());
  } catch (...) {
    std::snprintf(message, capacity, "%s", what);
  }
  return false;
}

} // namespace

const char *ccv_version(void) { return CV_VERSION; }

CCVNetwork *ccv_network_read(const uint8_t *model, size_t length, int32_t channels, int32_t height, int32_t width,
                             char *message, size_t capacity) {
  std::unique_ptr<CCVNetwork> network;
  const bool isRead = guarded(message, capacity, "the network cannot be read", [&] {
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    // Parallelism comes from cameras.
    cv::setNumThreads(1);
    network = std::make_unique<CCVNetwork>();
    network->net = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(model), length);
    network->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    network->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    network->names = network->net.getUnconnectedOutLayersNames();
    const int shape[] = {1, channels, height, width};
    network->input = cv::Mat(4, shape, CV_32F, cv::Scalar(0));
  });
  return isRead ? network.release() : nullptr;
}

void ccv_network_free(CCVNetwork *network) { delete network; }

float *ccv_network_input(CCVNetwork *network) { return network->input.ptr<float>(); }

int32_t ccv_network_infer(CCVNetwork *network, char *message, size_t capacity) {
  return guarded(message, capacity, "the network failed", [&] {
    network->net.setInput(network->input);
    network->net.forward(network->outputs, network->names);
    for (const cv::Mat &output : network->outputs)
      CV_Assert(output.type() == CV_32F && output.isContinuous() && output.dims <= CCV_RANK);
  });
}

int32_t ccv_network_output_count(const CCVNetwork *network) { return static_cast<int32_t>(network->names.size()); }

int32_t ccv_network_output(const CCVNetwork *network, int32_t index, const char **name, int64_t dimensions[CCV_RANK]) {
  const auto place = static_cast<size_t>(index);
  *name = network->names[place].c_str();
  if (place >= network->outputs.size())
    return 0;
  const cv::Mat &output = network->outputs[place];
  for (int i = 0; i < output.dims; ++i)
    dimensions[i] = output.size[i];
  return output.dims;
}

const float *ccv_network_values(const CCVNetwork *network, int32_t index) {
  return network->outputs[static_cast<size_t>(index)].ptr<float>();
}
