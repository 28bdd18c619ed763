import Alarms
import Foundation
import Testing

@testable import Console

/// The description of the interface against the interface.
@Suite struct OpenAPITests {
    private let document: [String: Any]
    private let paths: [String: [String: Any]]

    init() throws {
        let read = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8))
        document = try #require(read as? [String: Any])
        paths = try #require(document["paths"] as? [String: [String: Any]])
    }

    @Test func `Each route is described with its method and role, and nothing else is`() throws {
        var described: Set<String> = []
        for (path, item) in paths {
            for (method, operation) in item where method != "parameters" {
                let operation = try #require(operation as? [String: Any])
                let role = operation["x-role"] as? String ?? "none"
                #expect((operation["security"] != nil) == (role == "none"), "\(path)")
                described.insert("\(method.uppercased()) \(path) \(operation["operationId"] ?? "") \(role)")
            }
        }
        let served = Route.allCases.map { "\($0.method) \($0.path) \($0) \($0.role?.rawValue ?? "none")" }
        #expect(described == Set(served))
    }

    @Test func `What is served is what is described: other methods are refused, other paths not there`() async throws {
        try await withServer { client in
            for (path, item) in paths {
                let path = path.replacing(/\{[a-z]+\}/, with: "x")
                for method in ["GET", "POST", "PUT", "DELETE"] where method != "GET" || !path.hasSuffix("stream") {
                    let status = await client.get(path, method: method)?.status
                    #expect((status == 405) == (item[method.lowercased()] == nil), "\(method) \(path) \(status ?? 0)")
                }
                #expect(await client.get(path + "/x/y/z")?.status == 404)
            }
        }
    }

    @Test func `The document is served as it is`() async throws {
        try await withServer { client in
            #expect(await client.get("/v1/openapi.json")?.body == OpenAPIDocument.text)
        }
    }

    @Test func `Every reference in it leads somewhere`() throws {
        for match in OpenAPIDocument.text.matches(of: /"\$ref": "#\/([^"]+)"/) {
            var place: Any? = document
            for step in match.1.split(separator: "/") { place = (place as? [String: Any])?[String(step)] }
            #expect(place != nil, "\(match.1)")
        }
    }
}
