import Foundation
import Testing

@testable import SiteConfig

@Suite struct HTTPReadingTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["box.pem", "box.key"] { try directory.write("PEM", to: name) }
    }

    private func load(_ http: String) throws -> SiteSettings {
        let camera = "cameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]"
        return try SiteSettings.load(path: directory.write("site: a\nhttp: \(http)\n\(camera)\n", to: "site.yaml"))
    }

    @Test("Certificate and key are found beside the file, and an encrypted console may be open to all")
    func certificate() throws {
        let site = try load("{listen: 0.0.0.0, tls: {certificate: box.pem, key: box.key}}")
        let tls = try #require(site.http.tls)
        #expect(tls.certificate.hasSuffix("/box.pem") && tls.key.hasSuffix("/box.key"))
        #expect(site.warnings == [])
        #expect(try load("{}").http.tls == nil)
    }

    @Test("A certificate of the service's own needs no file, and names are read in lower case")
    func selfSigned() throws {
        let site = try load("{listen: 0.0.0.0, tls: {selfSigned: true}, names: [Tocsin.Example, box]}")
        #expect(site.http.selfSigned && site.http.tls == nil && site.http.names == ["tocsin.example", "box"])
        #expect(site.warnings == [])
        #expect(try load("{tls: {selfSigned: false, certificate: box.pem, key: box.key}}").http.tls != nil)
        let open = try load("{listen: 0.0.0.0}")
        #expect(
            open.warnings.map(\.key) == ["http.listen"] && open.warnings.first?.remedy.contains("selfSigned") == true)
    }

    @Test("A key that others can read is warned of")
    func readable() throws {
        try directory.write("PEM", to: "open.key", mode: 0o644)
        let site = try load("{tls: {certificate: box.pem, key: open.key}}")
        #expect(site.warnings.map(\.key) == ["http.tls.key"] && site.warnings.first?.line == 2)
    }

    @Test(
        "What is missing or not there is named",
        arguments: [
            ("{tls: {certificate: box.pem}}", "http.tls.key", "is missing"),
            ("{tls: {key: box.key}}", "http.tls.certificate", "is missing"),
            ("{tls: {certificate: no.pem, key: box.key}}", "http.tls.certificate", "there is no such file"),
            ("{tls: {certificate: ., key: box.key}}", "http.tls.certificate", "is a directory"),
            ("{tls: {certificate: box.pem, key: box.key, ca: a}}", "http.tls.ca", "unknown key"),
            ("{tls: {selfSigned: true, key: box.key}}", "http.tls.key", "stands beside"),
            ("{tls: {selfSigned: perhaps}}", "http.tls.selfSigned", "neither true nor false"),
            ("{names: ['http://box']}", "http.names[0]", "no name of a host"),
            ("{names: ['box:9108']}", "http.names[0]", "no name of a host"),
            ("{names: ['a..b']}", "http.names[0]", "no name of a host"),
            ("{names: box}", "http.names", "should be a list"),
        ])
    func mistakes(http: String, key: String, problem: String) {
        let errors = #expect(throws: ConfigurationErrors.self) { try load(http) }
        #expect(errors?.mistakes.map(\.key) == [key])
        #expect(errors?.mistakes.first?.problem.contains(problem) == true, "\(errors?.mistakes ?? [])")
        #expect(errors?.mistakes.first?.line == 2 && errors?.mistakes.first?.remedy.isEmpty == false)
    }
}
