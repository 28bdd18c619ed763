// The MQTT client library (libmosquitto) for Swift: its headers, and functions in place of macros that Swift cannot read.
#pragma once

#include <mosquitto.h>
#include <mqtt_protocol.h>
