package import Alarms
import Foundation

/// What a sink needs to know of an event in order to address it, read without the rest of it.
///
/// Never fails: what a newer version has written differently is missing here, and the event is delivered all the same.
package struct EventHeading: Hashable, Sendable {
    /// The CloudEvents attributes; empty where the event does not say.
    package var id, source, type, time: String
    /// The site, out of the source.
    package var site: String
    /// The camera.
    package var camera: String
    /// What was seen, as `fire`.
    package var kind: String

    /// The heading of `event`.
    package init(_ event: StoredEvent) {
        let read = try? JSONDecoder().decode(Attributes.self, from: Data(event.json))
        id = event.id
        source = read?.source ?? ""
        type = read?.type ?? ""
        time = read?.time ?? ""
        // /sites/<site>/cameras/<camera>
        let path = source.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        site = (path.count == 5 ? path[2].removingPercentEncoding : nil) ?? ""
        camera = read?.data?.camera?.id ?? ""
        kind = read?.data?.kind ?? ""
    }

    private struct Attributes: Decodable {
        struct Payload: Decodable {
            struct Camera: Decodable { let id: String? }
            let kind: String?
            let camera: Camera?
        }
        let source, type, time: String?
        let data: Payload?
    }
}
