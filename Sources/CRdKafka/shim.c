#include "CRdKafka.h"

rd_kafka_resp_err_t CRdKafkaProduce(
    rd_kafka_t *client, const char *topic, const void *key, size_t keyLength, const void *body, size_t bodyLength,
    rd_kafka_headers_t *headers, intptr_t index) {
  rd_kafka_resp_err_t error = rd_kafka_producev(
      client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_KEY(key, keyLength), RD_KAFKA_V_VALUE((void *)body, bodyLength),
      RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE((void *)index), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_END);
  // Only a message that was queued has taken its headers over.
  if (error) rd_kafka_headers_destroy(headers);
  return error;
}

void CRdKafkaSilence(rd_kafka_conf_t *configuration) { rd_kafka_conf_set_log_cb(configuration, NULL); }
