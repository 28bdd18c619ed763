import Foundation
import VideoCore

/// Changes of the site's file, and what helps to make them.
extension ConsoleAPI {
    /// Seconds that a question to a camera, or to a detector, may take besides its answer.
    private static let (probeSeconds, longSeconds) = (20.0, 75.0)

    func setUp(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        guard let desk = parts.setup else { throw Problem.noSetup }
        do {
            return try await answer(route, request, desk)
        } catch let refusal as SetupRefusal {
            if case .mistakes(let checked) = refusal { return try Self.refused(checked) }
            throw Problem(refusal)
        }
    }

    private func answer(_ route: ConsoleRoute, _ request: APIRequest, _ desk: any SetupDesk) async throws -> HTTPAnswer
    {
        func body<Value: Decodable>(_ keys: some Collection<some RawRepresentable<String>>) throws -> Value {
            try SetupBody.read(request, keys: keys.map(\.rawValue))
        }
        switch route {
        case .setupList: return try Self.json(await desk.list())
        case .setupEntry: return try Self.json(await desk.entry(ofCamera: Self.id(request)))
        case .probe:
            let question: ProbeQuestion = try body(ProbeQuestion.CodingKeys.allCases)
            request.connection.lasts(seconds: Self.probeSeconds)
            return try Self.json(await desk.probe(question, by: try Self.author(request)))
        case .probeRecorder:
            let question: RecorderQuestion = try body(RecorderQuestion.CodingKeys.allCases)
            request.connection.lasts(seconds: Self.longSeconds)
            return try Self.json(await desk.probeRecorder(question, by: try Self.author(request)))
        case .geometry:
            return try Self.json(await desk.geometry(try body(GeometryQuestion.CodingKeys.allCases)))
        case .test:
            let question: TrialQuestion = try body(TrialQuestion.CodingKeys.allCases)
            request.connection.lasts(seconds: Self.longSeconds)
            return try Self.json(await desk.test(question, by: try Self.author(request)))
        case .check: return try Self.json(await desk.check(try body(SetupChange.CodingKeys.allCases)))
        case .apply:
            let change: SetupChange = try body(SetupChange.CodingKeys.allCases)
            request.connection.lasts(seconds: Self.probeSeconds)
            return try Self.json(await desk.apply(change, by: try Self.author(request)))
        case .history: return try Self.json(await desk.history())
        case .undo:
            let undo: Undo = try body(Undo.CodingKeys.allCases)
            request.connection.lasts(seconds: Self.probeSeconds)
            return try Self.json(await desk.undo(undo.revision, by: try Self.author(request)))
        default: throw Problem.unknownPath
        }
    }

    private struct Undo: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case revision }
        let revision: String
    }

    private static func id(_ request: APIRequest) -> String {
        (request.values.first ?? "").removingPercentEncoding ?? ""
    }

    private static func author(_ request: APIRequest) throws -> SetupAuthor {
        guard let caller = request.caller else { throw Problem.failed }
        return SetupAuthor(name: caller.name, session: caller.id, address: request.connection.address)
    }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private static func json(_ value: some Encodable) throws -> HTTPAnswer {
        HTTPAnswer(status: 200, bytes: [UInt8](try encoder.encode(value)), type: "application/json")
    }

    /// The problem with everything that is known of the change beside it.
    private static func refused(_ checked: SetupChecked) throws -> HTTPAnswer {
        let count = checked.mistakes.count
        let problem = Problem(
            status: 422, name: "mistakes",
            detail: "the file would have \(count == 1 ? "a mistake" : "\(count) mistakes"); nothing was written",
            remedy: checked.mistakes.first?.remedy ?? "correct the entry"
        ).answer
        guard case .bytes(let bytes) = problem.body else { return problem }
        var document = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        let tree = try JSONDecoder().decode(JSONValue.self, from: try encoder.encode(checked))
        if case .object(let values) = tree {
            for (key, value) in values { document[key] = value }
        }
        return HTTPAnswer(
            status: problem.status, bytes: [UInt8](try encoder.encode(document)), type: problem.type,
            fields: problem.fields)
    }
}

extension Problem {
    fileprivate static let noSetup = Problem(
        status: 404, name: "not-here", detail: "this service was started without a site's file that it could change",
        remedy: "start it with tocsin run --config site.yaml")

    fileprivate init(_ refusal: SetupRefusal) {
        switch refusal {
        case .unknown(let id):
            self.init(
                status: 404, name: "unknown-entry", detail: "the file has no entry \(id.prefix(64))",
                remedy: "take an id of /console/api/setup/cameras")
        case .changedMeanwhile:
            self.init(
                status: 409, name: "changed-meanwhile", detail: "the file is not what it was when the page read it",
                remedy: "read the entry again and make the change once more")
        case .mistakes:
            self.init(
                status: 422, name: "mistakes", detail: "the file would have mistakes", remedy: "correct the entry")
        case .crowded:
            self.init(
                status: 503, name: "crowded", detail: "somebody tries something of this kind already",
                remedy: "wait until that is over, and try again", retryAfter: 5)
        case .malformed(let detail, let remedy):
            self.init(status: 400, name: "malformed-request", detail: detail, remedy: remedy)
        case .unusable(let detail, let remedy):
            self.init(status: 503, name: "file-unusable", detail: detail, remedy: remedy)
        case .nothingToUndo:
            self.init(
                status: 409, name: "nothing-to-undo", detail: "no former version of the file is kept",
                remedy: "make the change that is wanted")
        case .noVideo(let detail):
            self.init(
                status: 409, name: "no-video", detail: detail,
                remedy: "wait until the camera gives video, and probe it where it does not")
        }
    }
}
