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
                "rtsp://127.0.0.1:554/a?b=(hidden)&c=(hidden)"
            ),
            ("rtsp://admin:p%40ss@host/path", "admin", "p@ss", "rtsp://host/path"),
            ("rtsp://admin:100%@host/path", "admin", "100%", "rtsp://host/path"),
            ("rtsp://admin@host", "admin", nil, "rtsp://host"),
            ("rtsp://admin:@host", "admin", "", "rtsp://host"),
            // An @ behind which a host can stand ends the user part, unless an IP address is surer to be the host.
            ("rtsp://admin:1234/SECRET@127.0.0.1:1/x", "admin", "1234/SECRET", "rtsp://127.0.0.1:1/x"),
            ("rtsp://admin:12?SECRET@127.0.0.1/x", "admin", "12?SECRET", "rtsp://127.0.0.1/x"),
            ("rtsp://admin:12#SECRET@nvr/x", "admin", "12#SECRET", "rtsp://nvr/x"),
            ("rtsp://admin:p@a/SECRET@127.0.0.1:1/x", "admin", "p@a/SECRET", "rtsp://127.0.0.1:1/x"),
            ("rtsp://admin:1234/SECRET@nvr-1/x", "admin", "1234/SECRET", "rtsp://nvr-1/x"),
            ("rtsp://admin:p@b.c/SECRET@[::1]/x", "admin", "p@b.c/SECRET", "rtsp://[::1]/x"),
            ("rtsp://127.0.0.1/path@2x", nil, nil, "rtsp://127.0.0.1/…"),
            ("rtsp://127.0.0.1:554/user@example.com", nil, nil, "rtsp://127.0.0.1:554/…"),
            ("rtsp://admin:pw@127.0.0.1/path@2x", "admin", "pw", "rtsp://127.0.0.1/…"),
            ("rtsp://admin:pw@nvr.local/path@2x", "admin", "pw", "rtsp://nvr.local/…"),
            ("rtsp://host/path%402x", nil, nil, "rtsp://host/path%402x"),
            ("rtsp://admin:pw@摄像头/1", "admin", "pw", "rtsp://摄像头/1"),
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
        "Credentials in path or query are not shown, and are kept for connecting",
        arguments: [
            (
                "/user=admin&password=SECRET&channel=1&stream=0.sdp",
                "/user=(hidden)&password=(hidden)&channel=1&stream=0.sdp"
            ),
            (
                "/user=admin_password=SECRET_channel=1_stream=0.sdp",
                "/user=(hidden)_password=(hidden)_channel=1_stream=0.sdp"
            ),
            ("/live?password=SECRET", "/live?password=(hidden)"),
            ("/x?channel=2&pwd=SECRET", "/x?channel=2&pwd=(hidden)"),
            ("/x?PassWord=SE/CR&ET", "/x?PassWord=(hidden)"),
            ("/x?access_token=SECRET.x_y==", "/x?access_token=(hidden)"),
            ("/x?token=SE/CRET==&a=1", "/x?token=(hidden)&a=(hidden)"), ("?auth=SECRET&ch=1", "?auth=(hidden)&ch=1"),
            ("/x?loginuse=SECRET&loginpas=SECRET", "/x?loginuse=(hidden)&loginpas=(hidden)"),
            ("/x?a=1%26password%3DSECRET", "/x?a=(hidden)"), ("/0/admin:SECRET/main", "/0/(hidden)/main"),
            ("/x?pw=SECRET", "/x?pw=(hidden)"), ("/x?password:SECRET", "/x?password=(hidden)"),
            ("/x?apikey=SECRET#top", "/x?apikey=(hidden)"),
            ("/cam/realmonitor?channel=1&subtype=0", "/cam/realmonitor?channel=1&subtype=0"),
            ("/Streaming/Channels/101", "/Streaming/Channels/101"), ("/x?password=", "/x?password=(hidden)"),
        ])
    func credentialsInPath(path: String, shown: String) throws {
        let address = try StreamAddress("rtsp://127.0.0.1:554" + path)
        #expect(address.description == "rtsp://127.0.0.1:554" + shown)
        #expect(address.secretURL == "rtsp://127.0.0.1:554" + path)
        #expect(!address.name.contains("SECRET"))
    }

    @Test(
        "An @ in the value of a parameter ends no user name: the host stays the host",
        arguments: ["rtsp://cam.local:1/x?password=p@s3cr3t", "rtsp://nvr.invalid/x?channel=1&password=p@s3cr3t"])
    func atInValue(text: String) throws {
        let address = try StreamAddress(text)
        #expect(address.username == nil)
        #expect(address.secretURL == text)
        #expect(!address.description.contains("s3cr3t"))
        #expect(address.description.contains("cam.local:1") || address.description.contains("nvr.invalid"))
    }

    @Test(
        "A name for an address is the last part of its path without the query, where that holds no credentials",
        arguments: [
            ("http://host/a/f.mp4?user=a&password=SECRET", "f.mp4"), ("rtsp://u:p@host/Streaming/Channels/101", "101"),
            ("rtsp://host/user=admin&password=SECRET", ""), ("rtsp://host/", ""), ("rtsp://host", ""),
            ("a/b c.mp4", "b c.mp4"), ("/x/y?z.mp4", "y?z.mp4"),
        ])
    func name(text: String, name: String) throws {
        #expect(try StreamAddress(text).name == name)
    }

    @Test(
        "What looks like a network address without its scheme is refused, not taken for a file and repeated",
        arguments: [
            "rtsp:/admin:SECRET@host/x", "rtsp:admin:SECRET@host/x", "rtsp//admin:SECRET@host/x",
            "admin:SECRET@host/x", "admin:1/SECRET@127.0.0.1:554/x", "//admin:SECRET@host/x",
            "127.0.0.1:554/user=admin&password=SECRET", "nvr:554/?token=SECRET", " rtsp://admin:SECRET@host/x",
            "\"rtsp://admin:SECRET@host/x",
        ])
    func noScheme(text: String) {
        #expect(throws: StreamAddress.Mistake.noScheme) { _ = try StreamAddress(text) }
        #expect(!"\(StreamAddress.Mistake.noScheme)".contains("SECRET"))
    }

    @Test(
        "A path that says it is one stays a file",
        arguments: ["./a:b@host.mp4", "/a:b@host/x.mp4", "../a:b@c", "C:/x.mp4"])
    func paths(text: String) throws {
        #expect(try StreamAddress(text).isFile)
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
            ("rtsp://admin:secret@/1", .noHost), ("rtsp://admin:1/secret@ho$t/x", .noHost),
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
