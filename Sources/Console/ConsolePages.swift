import CConsolePages
import Crypto
import HTTPTypes

/// The files of the console's page: parts of the program, the same for everybody, and nothing in them is secret.
enum ConsolePages {
    /// One of them.
    struct File {
        let bytes: [UInt8]
        /// The same for browsers that unpack; nil where that saves nothing.
        let packed: [UInt8]?
        let type: String
        /// Changes with what is in it.
        let tag: String
    }

    /// By path.
    static let files: [String: File] = {
        var files: [String: File] = [:]
        for (name, bytes) in embedded {
            let digest = SHA256.hash(data: bytes).prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            files["/console/" + name] = File(
                bytes: bytes, packed: Gzip.packed(bytes), type: type(of: name), tag: "\"\(digest.joined())\"")
        }
        files["/"] = files["/console/index.html"]
        return files
    }()

    /// Whether `path` is one of a page, and not of what pages ask for.
    static func isPage(_ path: String) -> Bool {
        path == "/" || path.hasPrefix("/console/") && !path.hasPrefix("/console/api/")
    }

    /// The answer to `method` at `path`. A browser asks each time whether it still has the right one, and gets it only where
    /// it has not. Throws 404 and 405.
    static func answer(_ method: String, _ path: String, _ headers: HTTPFields) throws(Problem) -> HTTPAnswer {
        guard let file = files[path] else { throw .unknownPath }
        guard method == "GET" || method == "HEAD" else {
            throw Problem(
                status: 405, name: "wrong-method", detail: "a page can only be read", remedy: "use GET",
                allowed: ["GET", "HEAD"])
        }
        var fields = [("ETag", file.tag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
        let known = headers[.ifNoneMatch]?.split(separator: ",").map { $0.drop { $0 == " " }.trimmingPrefix("W/") }
        if known?.contains(where: { $0 == file.tag || $0 == "*" }) == true {
            return HTTPAnswer(status: 304, .bytes([]), type: "", fields: fields)
        }
        guard let packed = file.packed, unpacks(headers[.acceptEncoding]) else {
            return HTTPAnswer(status: 200, bytes: file.bytes, type: file.type, fields: fields)
        }
        fields.append(("Content-Encoding", "gzip"))
        return HTTPAnswer(status: 200, bytes: packed, type: file.type, fields: fields)
    }

    /// Whether who says that they accept `codings` unpacks gzip.
    private static func unpacks(_ codings: String?) -> Bool {
        codings?.lowercased().split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
            return parts.first == "gzip" && !parts.dropFirst().contains { $0.wholeMatch(of: /q=0(\.0*)?/) != nil }
        } ?? false
    }

    private static var embedded: [(name: String, bytes: [UInt8])] {
        var all: [(name: String, bytes: [UInt8])] = []
        while true {
            let page = unsafe console_page_at(all.count)
            guard let name = unsafe page.name, let bytes = unsafe page.bytes else { return all }
            unsafe all.append((String(cString: name), Array(UnsafeBufferPointer(start: bytes, count: page.length))))
        }
    }

    private static func type(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "json", "webmanifest": "application/json"
        default: "application/octet-stream"
        }
    }
}
