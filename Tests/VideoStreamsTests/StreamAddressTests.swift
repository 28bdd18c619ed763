import Testing

@testable import VideoStreams

@Suite struct StreamAddressTests {
    @Test(
        "The user part of a URL ends where a host can begin, whatever the password holds",
        arguments: [
            ("rtsp://host/path", nil, nil, "rtsp://host/path"),
            ("rtsp://admin:secret@host/path", "admin", "secret", "rtsp://host/path"),
            ("rtsp://admin:p@ss@host:8554/path", "admin", "p@ss", "rtsp://host:8554/path"),
            ("rtsp://admin:p:ss@host/path", "admin", "p:ss", "rtsp://host/path"),
            ("rtsp://admin:p/ss@host/path", "admin", "p/ss", "rtsp://host/path"),
            (
                "rtsp://admin:p@ss:w/ord&%1@127.0.0.1:554/a?b=1&c=2", "admin", "p@ss:w/ord&%1",
                "rtsp://127.0.0.1:554/a?b=1&c=2"
            ),
            ("rtsp://admin:p%40ss@host/path", "admin", "p@ss", "rtsp://host/path"),
            ("rtsp://admin:100%@host/path", "admin", "100%", "rtsp://host/path"),
            ("rtsp://admin@host", "admin", nil, "rtsp://host"),
            ("rtsp://admin:@host", "admin", "", "rtsp://host"),
            ("rtsp://host/path@2x", nil, nil, "rtsp://host/path@2x"),
            ("rtsp://host:554/user@example", nil, nil, "rtsp://host:554/user@example"),
            ("rtsp://u:p@[2001:db8::1]:554/x", "u", "p", "rtsp://[2001:db8::1]:554/x"),
            ("RTSPS://host/", nil, nil, "rtsps://host/"),
            ("http://host/live.flv", nil, nil, "http://host/live.flv"),
        ])
    func userPart(text: String, username: String?, password: String?, shown: String) throws {
        let address = try StreamAddress(text)
        #expect(address.username == username)
        #expect(address.password == password)
        #expect(address.description == shown)
    }

    @Test(
        "Credentials reach FFmpeg escaped, so that no character of them can end the user part",
        arguments: [("p@ss:w/ord&%1", "p%40ss%3Aw%2Ford%26%251"), ("密码", "%E5%AF%86%E7%A0%81"), ("plain-1", "plain-1")])
    func escaping(password: String, escaped: String) throws {
        let address = try StreamAddress("rtsp://host/x", username: "ad min", password: password)
        #expect(address.secretURL == "rtsp://ad%20min:\(escaped)@host/x")
    }

    @Test("Credentials given apart win over those in the URL")
    func apart() throws {
        let address = try StreamAddress("rtsp://old:older@host/x", username: "new", password: "newer")
        #expect(address.username == "new")
        #expect(address.password == "newer")
    }

    @Test(
        "A path without a scheme, or behind file:, is a file",
        arguments: [("a/b c.mp4", "a/b c.mp4"), ("file:///tmp/a%20b.mp4", "/tmp/a b.mp4"), ("x:y.mp4", "x:y.mp4")])
    func files(text: String, path: String) throws {
        let address = try StreamAddress(text)
        #expect(address.isFile)
        #expect(address.path == path)
        #expect(address.secretURL == "file:" + path)
    }

    @Test(
        "A mistake is named without repeating the address, which may hold a password",
        arguments: [
            ("", StreamAddress.Mistake.empty), ("gopher://u:secret@host/", .unsupportedScheme("gopher")),
            ("rtsp:///path", .noHost), ("rtsp://host:0/path", .badPort), ("rtsp://host:secret/path", .badPort),
            ("rtsp://host/a b", .badCharacter), ("rtsp://ho\u{0}st/a", .badCharacter),
        ])
    func mistakes(text: String, mistake: StreamAddress.Mistake) {
        #expect(throws: mistake) { _ = try StreamAddress(text) }
        #expect(!"\(mistake)".contains("secret"))
    }

    @Test("No text made of an address holds its password")
    func secrecy() throws {
        let address = try StreamAddress("rtsp://admin:hunter2@host:8554/x")
        #expect(!"\(address)".contains("hunter2"))
        #expect(!address.description.contains("admin"))
        #expect(address.authority == "host:8554")
    }
}
