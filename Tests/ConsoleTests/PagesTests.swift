import Foundation
import TestSupport
import Testing

@testable import Console

/// The files of the console's page, and what every answer tells browsers.
@Suite struct PagesTests {
    private static let folder = Program.checkout + "/Sources/CConsolePages/web"

    @Test func `Every file of the folder is part of the program, and nothing else`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(names.map { "/console/" + $0 }).union(["/"]) == Set(ConsolePages.files.keys))
        for name in names {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + name))
            #expect(ConsolePages.files["/console/" + name]?.bytes == [UInt8](bytes), "\(name): build again")
            #expect(ConsolePages.files["/console/" + name]?.type != "application/octet-stream", "\(name)")
        }
    }

    @Test func `The page is there without a login, and asked for again only when it has changed`() async throws {
        try await withServer { client in
            let page = try #require(await client.get("/", token: .some(nil)))
            #expect(page.status == 200 && page.head.contains("content-type: text/html; charset=utf-8"))
            #expect(page.head.contains("cache-control: no-cache"))
            let tag = try #require(page.head.firstMatch(of: /etag: ("[0-9a-f]+")/)).1
            for known in [String(tag), "W/\(tag)", "\"a\", \(tag)", "*"] {
                let again = try #require(
                    await client.get("/", token: .some(nil), fields: ["If-None-Match": known]))
                #expect(again.status == 304 && again.body.isEmpty && again.head.contains("etag: \(tag)"), "\(known)")
            }
            let other = await client.get("/", token: .some(nil), fields: ["If-None-Match": "\"a\""])
            #expect(other?.status == 200)
            let icon = try #require(await client.get("/console/icon.svg", token: .some(nil)))
            #expect(icon.status == 200 && icon.head.contains("content-type: image/svg+xml"))
            #expect(await client.get("/", method: "POST", token: .some(nil))?.status == 405)
            #expect(await client.get("/", method: "HEAD", token: .some(nil))?.body == "")
        }
    }

    @Test(arguments: [
        "/console/", "/console/x", "/console/../metrics", "/console/..%2f..%2fetc/passwd", "/console/%2e%2e/metrics",
        "/console//icon.svg", "/console/icon.svg/", "/console/icon.svg%00", "/console/ICON.SVG",
        "/console/web/icon.svg",
        "/console/api", "/console/api/", "/console/api/nothing", "/console/api/../icon.svg", "/console/api%2fusers",
        "/console/api//users", "/console/api/users/", "/Console/api/users", "/console/pages.c", "/index.html", "//",
    ])
    func `Other paths are not there`(path: String) async throws {
        try await withServer { client in #expect(await client.get(path)?.status == 404) }
    }

    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; \
        connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    @Test func `Every answer, also one that refuses, tells browsers to trust nothing else`() async throws {
        let fixture = try APIFixture()
        try fixture.append(1)
        try await withServer(fixture: fixture) { client in
            let asks: [(String, String, String?, Int)] = [
                ("/", "GET", nil, 200), ("/console/icon.svg", "GET", nil, 200), ("/healthz", "GET", nil, 200),
                ("/metrics", "GET", nil, 200), ("/v1/alarms", "GET", nil, 200), ("/v1/openapi.json", "GET", nil, 200),
                ("/nothing", "GET", nil, 404), ("/metrics", "POST", nil, 405), ("/console/api/users", "GET", nil, 401),
                ("/v1/drills", "POST", "{", 400), ("/v1/drills", "POST", String(repeating: "a", count: 70_000), 413),
                ("/console/api/session", "POST", #"{"name": "a", "password": "b"}"#, 404),
            ]
            for (path, method, body, status) in asks {
                let answer = try #require(await client.get(path, method: method, body: body))
                #expect(answer.status == status, "\(path)")
                for line in [
                    "content-security-policy: \(Self.policy)", "x-content-type-options: nosniff",
                    "referrer-policy: no-referrer", "cross-origin-opener-policy: same-origin",
                    "cross-origin-resource-policy: same-origin", "x-frame-options: deny", "permissions-policy: ",
                ] { #expect(answer.head.contains(line), "\(path): \(line)") }
                #expect(!answer.head.contains("strict-transport-security"), "it is not encrypted")
                #expect(!answer.head.contains("access-control"), "\(path)")
            }
        }
    }

    @Test func `Only with a certificate that browsers trust are they told to come encrypted from then on`() {
        let name = "Strict-Transport-Security"
        func hasIt(_ isTrusted: Bool) -> Bool {
            SecurityFields.list(isTrusted: isTrusted).contains { $0.name == name }
        }
        #expect(hasIt(true) && !hasIt(false))
    }
}
