extension OpenAPIDocument {
    /// What can be asked for.
    static let paths = #"""
        {
          "/metrics": {
            "get": {
              "operationId": "metrics", "summary": "Figures for Prometheus", "tags": ["service"],
              "x-role": "metrics",
              "responses": {
                "200": {"description": "The figures", "content": {"text/plain": {"schema": {"type": "string"}}}},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/healthz": {
            "get": {
              "operationId": "health", "summary": "Whether the process does its work", "tags": ["service"],
              "security": [],
              "responses": {
                "200": {"$ref": "#/components/responses/words"}, "503": {"$ref": "#/components/responses/words"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/readyz": {
            "get": {
              "operationId": "readiness", "summary": "Whether alarms are found and queued", "tags": ["service"],
              "x-role": "metrics",
              "responses": {
                "200": {"$ref": "#/components/responses/words"}, "503": {"$ref": "#/components/responses/words"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/openapi.json": {
            "get": {
              "operationId": "description", "summary": "This document", "tags": ["service"], "x-role": "read",
              "responses": {
                "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms": {
            "get": {
              "operationId": "events", "summary": "Events behind a place in the queue, oldest first",
              "tags": ["alarms"], "x-role": "read",
              "description": "Keep `next` and ask with it as `after`: then nothing is missed, and what comes twice has the same `id`.",
              "parameters": [
                {"$ref": "#/components/parameters/after"},
                {
                  "name": "wait", "in": "query", "description": "Seconds to wait where there is nothing yet",
                  "schema": {"type": "integer", "minimum": 0, "maximum": 60, "default": 0}
                },
                {
                  "name": "limit", "in": "query", "description": "Events of one answer at most",
                  "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
                },
                {"$ref": "#/components/parameters/kind"},
                {"$ref": "#/components/parameters/camera"}
              ],
              "responses": {
                "200": {
                  "description": "Events, and the place behind them",
                  "headers": {"Tocsin-Cursor": {"$ref": "#/components/headers/cursor"}},
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/page"}}}
                },
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/stream": {
            "get": {
              "operationId": "stream", "summary": "Events as server-sent events, without end", "tags": ["alarms"],
              "x-role": "read",
              "description": "Each has the event's place as `id` and the event as `data`. A comment comes every 15 s. A client that does not read for 10 s is cut, and takes up again with Last-Event-ID.",
              "parameters": [
                {"$ref": "#/components/parameters/after"},
                {
                  "name": "Last-Event-ID", "in": "header", "description": "As `after`, before which it goes",
                  "schema": {"$ref": "#/components/schemas/place"}
                },
                {"$ref": "#/components/parameters/kind"},
                {"$ref": "#/components/parameters/camera"}
              ],
              "responses": {
                "200": {
                  "description": "The stream", "headers": {"Tocsin-Cursor": {"$ref": "#/components/headers/cursor"}},
                  "content": {"text/event-stream": {"schema": {"type": "string"}}}
                },
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "get": {
              "operationId": "alarm", "summary": "All that is known of one alarm", "tags": ["alarms"],
              "x-role": "read",
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}/ack": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
              "operationId": "acknowledge", "summary": "Somebody has seen it", "tags": ["handling"],
              "x-role": "operate", "parameters": [{"$ref": "#/components/parameters/key"}],
              "requestBody": {"$ref": "#/components/requestBodies/handling"},
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}/confirm": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
              "operationId": "confirm", "summary": "It was what it said", "tags": ["handling"], "x-role": "operate",
              "parameters": [{"$ref": "#/components/parameters/key"}],
              "requestBody": {"$ref": "#/components/requestBodies/handling"},
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}/false": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
              "operationId": "markFalse", "summary": "It was a false alarm", "tags": ["handling"],
              "x-role": "operate", "parameters": [{"$ref": "#/components/parameters/key"}],
              "requestBody": {"$ref": "#/components/requestBodies/handling"},
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}/close": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
              "operationId": "close", "summary": "It was dealt with; nothing more is said of it",
              "tags": ["handling"], "x-role": "operate", "parameters": [{"$ref": "#/components/parameters/key"}],
              "requestBody": {"$ref": "#/components/requestBodies/handling"},
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/alarms/{id}/merge": {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "post": {
              "operationId": "merge", "summary": "Another alarm becomes a part of this one", "tags": ["handling"],
              "x-role": "operate", "parameters": [{"$ref": "#/components/parameters/key"}],
              "requestBody": {
                "required": true,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/merge"}}}
              },
              "responses": {
                "200": {"$ref": "#/components/responses/alarm"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/drills": {
            "post": {
              "operationId": "drill", "summary": "Queue an alarm as a drill", "tags": ["handling"],
              "x-role": "operate",
              "requestBody": {
                "required": true,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/drill"}}}
              },
              "responses": {
                "201": {
                  "description": "It is queued",
                  "content": {
                    "application/json": {
                      "schema": {
                        "type": "object", "required": ["alarmID"], "properties": {"alarmID": {"type": "string"}},
                        "additionalProperties": false
                      }
                    }
                  }
                },
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          },
          "/v1/evidence/{day}/{file}": {
            "get": {
              "operationId": "evidence", "summary": "A picture or clip of an alarm", "tags": ["evidence"],
              "x-role": "operate",
              "description": "Day and file are those of `data.evidence[].uri`. Who asks, and why, is kept before the first byte goes out.",
              "parameters": [
                {
                  "name": "day", "in": "path", "required": true,
                  "schema": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
                },
                {
                  "name": "file", "in": "path", "required": true,
                  "schema": {
                    "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*[.](jpg|mp4|json|txt)$",
                    "maxLength": 200
                  }
                },
                {
                  "name": "reason", "in": "query",
                  "description": "Why it is needed; or in the header field Tocsin-Reason, with escapes as in a query",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 500}
                },
                {
                  "name": "Tocsin-Reason", "in": "header",
                  "schema": {"type": "string", "minLength": 1, "maxLength": 500}
                },
                {
                  "name": "Range", "in": "header", "description": "One part of it, in bytes",
                  "schema": {"type": "string"}
                }
              ],
              "responses": {
                "200": {"$ref": "#/components/responses/file"}, "206": {"$ref": "#/components/responses/file"},
                "default": {"$ref": "#/components/responses/problem"}
              }
            }
          }
        }
        """#
}
