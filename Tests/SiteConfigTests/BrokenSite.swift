import Testing

/// A text with one mistake, and what must be said about it.
struct BrokenSite: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    let line: Int?
    let key: String
    let problem: String
    let remedy: String

    init(_ what: String, _ text: String, line: Int?, key: String, problem: String, remedy: String) {
        self.what = what
        self.text = text
        self.line = line
        self.key = key
        self.problem = problem
        self.remedy = remedy
    }

    /// Below the address of the camera in ``siteWithCamera(_:)``; `line` counts from 1 there.
    init(camera what: String, _ keys: String, line: Int = 1, key: String, problem: String, remedy: String) {
        self.init(
            what, siteWithCamera(keys), line: line + firstCameraLine - 1, key: "cameras[0]." + key, problem: problem,
            remedy: remedy)
    }

    var testDescription: String { what }
}
