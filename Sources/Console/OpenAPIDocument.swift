/// What is served over HTTP, as OpenAPI 3.1 has it. Written by hand; tests hold it against ``Route`` and the running server.
enum OpenAPIDocument {
    /// The whole document.
    static let text = """
        {"openapi": "3.1.0",
        "info": {"title": "Tocsin", "version": "1", "description": "Alarms of one site, for security centres"},
        "security": [{"token": []}, {"session": []}],
        "paths": \(paths),
        "components": {"securitySchemes": \(security), "parameters": \(parameters), "headers": \(headers),
        "requestBodies": \(bodies), "responses": \(responses), "schemas": \(schemas)}}
        """

    /// How requests show who makes them.
    static let security = #"""
        {
          "token": {
            "type": "http", "scheme": "bearer",
            "description": "Made with `tocsin tokens add`. x-role is what it must allow at least: metrics, read or operate."
          },
          "session": {
            "type": "apiKey", "in": "cookie", "name": "tocsin-session",
            "description": "Of somebody who has logged in at the console; whatever is not a GET then needs the session's value in the header field Tocsin-CSRF."
          }
        }
        """#

    /// What several requests have in common.
    static let parameters = #"""
        {
          "id": {
            "name": "id", "in": "path", "required": true, "description": "data.alarmID of its events",
            "schema": {"type": "string", "format": "uuid"}
          },
          "after": {
            "name": "after", "in": "query",
            "description": "`next` of an earlier answer, or newest: behind everything there is. Left out, or 0: from the oldest there is.",
            "schema": {"$ref": "#/components/schemas/place"}
          },
          "kind": {
            "name": "kind", "in": "query", "description": "Only of this kind",
            "schema": {"$ref": "#/components/schemas/kind"}
          },
          "camera": {"name": "camera", "in": "query", "description": "Only of this camera", "schema": {"type": "string"}},
          "key": {
            "name": "Idempotency-Key", "in": "header",
            "description": "Your own name of this request: repeated under it, it changes nothing",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255}
          }
        }
        """#

    /// Header fields of answers.
    static let headers = #"""
        {
          "cursor": {
            "description": "Only where the place asked for is not one that events end at: unknown (of another queue: served from the oldest) or too-old (others may have gone unseen)",
            "schema": {"enum": ["unknown", "too-old"]}
          }
        }
        """#

    /// What may be sent along.
    static let bodies = #"""
        {
          "handling": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/words"}}}}
        }
        """#

    /// Answers that several requests have in common.
    static let responses = #"""
        {
          "problem": {
            "description": "Why not, and what to do (RFC 9457)",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
          },
          "words": {
            "description": "A line for each thing there is to say",
            "content": {"text/plain": {"schema": {"type": "string"}}}
          },
          "alarm": {
            "description": "The alarm",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/alarm"}}}
          },
          "file": {
            "description": "The file, or the part asked for",
            "headers": {"Content-Range": {"schema": {"type": "string"}}},
            "content": {
              "image/jpeg": {"schema": {"type": "string", "contentEncoding": "binary"}},
              "video/mp4": {"schema": {"type": "string", "contentEncoding": "binary"}},
              "application/json": {"schema": {}}, "text/plain": {"schema": {"type": "string"}}
            }
          }
        }
        """#
}
