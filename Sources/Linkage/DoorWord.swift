public import Foundation

/// What the controller of a lift is told about its door.
public struct DoorWord: Hashable, Sendable {
    /// The lift: the camera in it.
    public let lift: String
    /// The alarm that the door is held for, or was held for last; nil where it was for none.
    public let alarm: String?
    /// Seconds for which it may be held from when this is heard; nil: it is let go.
    public let seconds: Int?

    /// The door of `lift` is to be held for `lease`.
    public init(lift: String, holdFor lease: DoorLease) {
        (self.lift, alarm, seconds) = (lift, lease.alarm, lease.seconds)
    }

    /// The door of `lift` is free, which was held for `alarm`.
    public init(lift: String, freeAfter alarm: String? = nil) {
        (self.lift, self.alarm, seconds) = (lift, alarm, nil)
    }

    /// Whether the door is to be held.
    public var isHeld: Bool { seconds != nil }

    /// As JSON, said at `now`.
    public func json(at now: Date) -> [UInt8] {
        let until = seconds.map { now.addingTimeInterval(Double($0)) }
        let form = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let body = Body(
            hold: isHeld, seconds: seconds, until: until?.formatted(form), lift: lift, alarmID: alarm)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text and whole numbers always encode; an empty body is none that holds.
        return (try? encoder.encode(body)).map { Array($0) } ?? []
    }

    private struct Body: Encodable {
        let hold: Bool
        let seconds: Int?
        let until: String?
        let lift: String
        let alarmID: String?
    }
}
