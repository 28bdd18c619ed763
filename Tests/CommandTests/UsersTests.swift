import Foundation
import TestSupport
import Testing

/// Accounts by command, and the console of a running service.
@Suite("Accounts of the console")
struct UsersTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// `tocsin users` with `password` on standard input.
    private func users(_ arguments: [String], password: String? = nil) async throws -> Program.Outcome {
        let script = #"printf '%s\n' "$PASSWORD" | "$0" "$@""#
        let wrapper = password.map { ["PASSWORD=\($0)", "bash", "-c", script] } ?? []
        return try await Program.run(["users"] + arguments, wrapper: wrapper)
    }

    private func logIn(_ port: Int, _ name: String, _ password: String) async throws -> Int? {
        let body = try JSONEncoder().encode(["name": name, "password": password])
        return await RawConnection.get(
            port: port, "/console/api/session", method: "POST", body: String(decoding: body, as: UTF8.self))?.status
    }

    @Test("Accounts made, changed and removed beside the service count at once, and each change is in the audit log")
    func beside() async throws {
        let config = try site.write(more: "    loop: true", http: "{port: 0}")
        let process = try site.start(config)
        try #require(try await eventually(seconds: 20) { site.port != nil })
        let port = try #require(site.port)
        #expect(await RawConnection.get(port: port, "/")?.status == 200)
        let where_ = ["--config", config]
        let weak = try await users(["add", "李工", "--role", "engineer"] + where_, password: "short")
        #expect(weak.status == 1 && weak.errors.contains("fewer than 10"), "\(weak.errors)")
        let made = try await users(["add", "李工", "--role", "engineer"] + where_, password: "a long one for once")
        #expect(made.status == 0, "\(made.errors)")
        try await until("logged in", within: 20) { try await logIn(port, "李工", "a long one for once") == 200 }
        let changed = try await users(["password", "李工"] + where_, password: "another long one")
        #expect(changed.status == 0, "\(changed.errors)")
        try await until("the old one is refused", within: 20) {
            try await logIn(port, "李工", "a long one for once") == 401
        }
        #expect(try await logIn(port, "李工", "another long one") == 200)
        for (arguments, status, words) in [
            (["remove", "李工"], 1, "no engineer who may log in would be left"),
            (["disable", "nobody"], 1, "no account"),
            (["password", "nobody"], 1, "no account"), (["add", "x", "--role", "root"], 2, "give one of guard"),
        ] {
            let outcome = try await users(arguments + where_, password: "a long one for once")
            #expect(outcome.status == status && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
        let list = try await users(["list"] + where_)
        #expect(list.output.contains(/李工 +engineer .* yes/), "\(list.output)")
        let audit = try await Program.run(["audit", "list"] + where_)
        for words in ["add-user  account:李工  engineer", "change-user  account:李工  new password", "log-in  account:李工"] {
            #expect(audit.output.contains(words), "\(words): \(audit.output)")
        }
        #expect(await TestSite.stop(process) < 6)
        for text in [site.log, audit.output, list.output] { #expect(!text.contains("long one")) }
    }

    @Test("With selfSigned the service makes a certificate, says its fingerprint, and keeps it")
    func selfSigned() async throws {
        let config = try site.write(
            more: "    loop: true", http: "{port: 0, tls: {selfSigned: true}, names: [box.example]}")
        var fingerprints: [String] = []
        for _ in 0..<2 {
            let process = try site.start(config)
            let address = /The console: https:\/\/127\.0\.0\.1:(\d+)\//
            let output = { (try? String(contentsOfFile: site.folder.file("out"), encoding: .utf8)) ?? "" }
            try #require(try await eventually(seconds: 20) { output().contains(address) })
            let port = try #require(output().firstMatch(of: address)).1
            let shown = try #require(output().firstMatch(of: /to compare: ([0-9A-F:]{95})/)).1
            let script = """
                import hashlib, socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                for name in ("127.0.0.1", "localhost", "box.example"):
                    with context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1]))), server_hostname=name) as s:
                        print(hashlib.sha256(s.getpeercert(True)).hexdigest().upper())
                        s.sendall(b"GET / HTTP/1.1\\r\\nHost: box.example\\r\\nConnection: close\\r\\n\\r\\n")
                        print(s.recv(4096).decode())
                """
            let file = site.folder.file("client.py")
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            let seen = try await run(
                "/usr/bin/python3", [file, String(port), site.folder.file("data/tls/certificate.pem")])
            #expect(seen.contains(shown.replacing(":", with: "")) && seen.contains("HTTP/1.1 200"), "\(seen)")
            #expect(!seen.lowercased().contains("strict-transport-security"))
            fingerprints.append(String(shown))
            #expect(await TestSite.stop(process) < 6)
        }
        #expect(fingerprints[0] == fingerprints[1])
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = site.folder.file("client.out")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let handle = FileHandle(forWritingAtPath: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        await Program.end(of: process)
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
