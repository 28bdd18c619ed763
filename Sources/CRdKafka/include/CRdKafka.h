// The Kafka client library (librdkafka) for Swift: its headers, and functions in place of macros that Swift cannot read.
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// Queues a message for any partition of `topic` and copies what it is given: the library's own function takes a list of
// arguments of no fixed length. `headers` belong to the library afterwards, whatever comes of it. The delivery report gives
// `index` back. Never waits.
rd_kafka_resp_err_t CRdKafkaProduce(
    rd_kafka_t *_Nonnull client, const char *_Nonnull topic, const void *_Nonnull key, size_t keyLength,
    const void *_Nonnull body, size_t bodyLength, rd_kafka_headers_t *_Nonnull headers, intptr_t index);

// Turns the library's own printing to standard error off.
void CRdKafkaSilence(rd_kafka_conf_t *_Nonnull configuration);
