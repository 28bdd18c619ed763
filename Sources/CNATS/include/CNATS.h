// The NATS client library (libnats) for Swift: its headers, and functions in place of macros that Swift cannot read.
#pragma once

#include <nats/nats.h>
