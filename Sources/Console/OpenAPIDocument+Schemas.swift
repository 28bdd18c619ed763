extension OpenAPIDocument {
    /// The objects that come and go.
    static let schemas = #"""
        {
          "place": {
            "type": "string", "pattern": "^(0|newest|[0-9a-f]{8}-[0-9]{1,18})$",
            "description": "A place in the queue; means nothing else"
          },
          "kind": {"enum": ["thrown-object", "ebike-in-elevator", "fire", "smoke", "device-offline", "picture-quality"]},
          "state": {"enum": ["new", "acknowledged", "confirmed", "false", "closed", "merged"]},
          "text": {"type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$"},
          "event": {
            "type": "object", "description": "CloudEvents 1.0, as delivered by every other way",
            "required": ["specversion", "id", "source", "type", "time", "data"],
            "properties": {
              "specversion": {"const": "1.0"}, "id": {"type": "string"}, "source": {"type": "string"},
              "type": {"type": "string"}, "time": {"type": "string", "format": "date-time"},
              "data": {
                "type": "object",
                "required": ["alarmID", "kind", "phase", "priority", "camera", "mediaTime", "confidence"],
                "properties": {
                  "alarmID": {"type": "string"}, "kind": {"$ref": "#/components/schemas/kind"},
                  "phase": {"enum": ["open", "update", "close"]}, "test": {"const": true}, "drill": {"const": true},
                  "handling": {"$ref": "#/components/schemas/handling"}
                }
              }
            }
          },
          "page": {
            "type": "object", "required": ["events", "next"], "additionalProperties": false,
            "properties": {
              "events": {"type": "array", "items": {"$ref": "#/components/schemas/event"}},
              "next": {"$ref": "#/components/schemas/place"}
            }
          },
          "handling": {
            "type": "object", "required": ["state", "by", "at"], "additionalProperties": false,
            "properties": {
              "state": {"$ref": "#/components/schemas/state"}, "by": {"type": "string"}, "unit": {"type": "string"},
              "at": {"type": "string", "format": "date-time"}, "comment": {"type": "string"},
              "into": {"type": "string", "description": "Of a merge: the alarm that goes on"},
              "from": {"type": "string", "description": "Of a merge, on the alarm that goes on: the one that joined it"}
            }
          },
          "alarm": {
            "type": "object", "required": ["alarmID", "events", "handling", "open", "state"],
            "additionalProperties": false,
            "properties": {
              "alarmID": {"type": "string"},
              "events": {"type": "array", "items": {"$ref": "#/components/schemas/event"}},
              "handling": {"type": "array", "items": {"$ref": "#/components/schemas/handling"}},
              "mergedInto": {"type": "string"},
              "open": {"type": "boolean", "description": "Whether the incident still goes on"},
              "state": {"$ref": "#/components/schemas/state"}
            }
          },
          "words": {
            "type": "object", "additionalProperties": false,
            "properties": {
              "comment": {"$ref": "#/components/schemas/text", "maxLength": 4000},
              "by": {
                "$ref": "#/components/schemas/text", "maxLength": 200,
                "description": "Who; default: the name of the token. With a session always its account"
              },
              "unit": {"$ref": "#/components/schemas/text", "maxLength": 200}
            }
          },
          "merge": {
            "type": "object", "required": ["alarm"], "additionalProperties": false,
            "properties": {
              "alarm": {"type": "string", "format": "uuid", "description": "The one that becomes a part"},
              "comment": {"$ref": "#/components/schemas/text", "maxLength": 4000},
              "by": {"$ref": "#/components/schemas/text", "maxLength": 200},
              "unit": {"$ref": "#/components/schemas/text", "maxLength": 200}
            }
          },
          "drill": {
            "type": "object", "required": ["camera", "kind"], "additionalProperties": false,
            "properties": {
              "camera": {"$ref": "#/components/schemas/text", "maxLength": 64},
              "kind": {"$ref": "#/components/schemas/kind"},
              "comment": {"$ref": "#/components/schemas/text", "maxLength": 4000},
              "by": {"$ref": "#/components/schemas/text", "maxLength": 200}
            }
          },
          "problem": {
            "type": "object", "required": ["type", "title", "status", "detail", "remedy"],
            "additionalProperties": false,
            "properties": {
              "type": {"type": "string", "pattern": "^urn:tocsin:problem:[a-z-]+$"}, "title": {"type": "string"},
              "status": {"type": "integer"}, "detail": {"type": "string"},
              "remedy": {"type": "string", "description": "What to do"}
            }
          }
        }
        """#
}
