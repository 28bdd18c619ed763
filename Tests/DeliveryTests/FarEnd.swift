import Delivery
import TestSupport

/// A real server that a sink delivers to, and the ways in which the conformance suite breaks it.
protocol FarEnd: Sendable {
    /// Its name in the table of results.
    static var title: String { get }

    /// Starts it on a free port of 127.0.0.1, with what it stores in `folder`.
    static func begin(in folder: ScratchFolder) async throws -> Self

    /// A sink that delivers to it; nil where there is no such thing with this kind of server.
    func sink(named name: String, _ login: FarEndLogin) throws -> (any AlarmSink)?

    /// Its kind and settings as they stand under `sinks` in a site's file, with the right login, on one line:
    /// `nats: {url: "nats://127.0.0.1:4222"}`. Files that it names lie in the folder.
    var entry: String { get throws }

    /// The program of samples/consumers that takes alarms from it, with its environment; nil where there is none.
    var consumer: (program: String, environment: [String: String])? { get }

    /// Breaks it; false where that cannot be done to this kind of server.
    func suffer(_ fault: FarEndFault) async throws -> Bool

    /// Ends whatever fault it has; one that was killed runs again, at the same address, with what it had stored.
    func mend() async throws

    /// The bodies that have arrived, in the order of their arrival and with those that came twice, read by something other
    /// than the sink: a consumer of the broker, the server's own record.
    func received() async throws -> [[UInt8]]

    /// Ends it for good.
    func end() async
}

extension FarEnd {
    /// The program of samples/consumers that takes alarms from it, with its environment; nil where there is none.
    var consumer: (program: String, environment: [String: String])? { nil }
}

/// How a sink introduces itself.
enum FarEndLogin: CaseIterable {
    /// As the server wants it.
    case right
    /// With a password, token or key that is wrong.
    case wrongPassword
    /// Secured, trusting the authority that has signed the server's certificate.
    case secured
    /// Secured, trusting another authority than the server's.
    case wrongCertificate
}

/// What can be wrong with a far end.
enum FarEndFault: Hashable {
    /// Killed at once, and not there until mended.
    case killed
    /// Takes some 100 ms for each answer.
    case slow
    /// Connections stay open, and nothing comes back.
    case silent
    /// Says everything that it says twice.
    case acknowledgesTwice
    /// Refuses the event of this id for good, and takes all others.
    case refuses(id: String)
}
