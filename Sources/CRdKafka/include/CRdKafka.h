// The Kafka client library (librdkafka) for Swift: its headers, and functions in place of macros that Swift cannot read.
#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
