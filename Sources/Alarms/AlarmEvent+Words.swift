import Foundation
public import VideoCore

extension AlarmKind {
    /// What it is called in plain English.
    public var words: String {
        switch self {
        case .thrownObject: "thrown object"
        case .ebikeInElevator: "e-bike in a lift"
        case .fire: "suspected fire"
        case .smoke: "suspected smoke"
        case .deviceOffline: "camera offline"
        case .pictureQuality: "poor picture"
        }
    }
}

extension AlarmEvent {
    /// The event in one plain English sentence, for people: what, where, how sure, when (UTC).
    public func sentence() -> String {
        var parts = [opening, "camera \(Self.printable(data.camera.name ?? data.camera.id))"]
        if let place { parts.append(place) }
        if let origin = data.origin {
            parts.append("from floor \(origin.floor) ± \(Self.decimal(origin.standardDeviation, 1))")
            if let column = origin.column { parts.append("window column \(column)") }
        }
        parts.append("confidence \(Self.decimal(data.confidence, 2))")
        if let detail = data.detail { parts.append(Self.printable(detail)) }
        let clock = time.rfc3339.replacing("T", with: " ").replacing("Z", with: " UTC")
        return parts.joined(separator: ", ") + ", at \(clock)"
    }

    private var opening: String {
        let drill = data.isTest ? "drill: " : ""
        if let handling = data.handling {
            let unit = handling.unit.map { ", \(Self.printable($0))" } ?? ""
            return "\(drill)\(data.kind.words) (\(handling.words) by \(Self.printable(handling.by))\(unit))"
        }
        return switch data.phase {
        case .open: drill + data.kind.words
        case .update: drill + data.kind.words + " (more is known)"
        case .close: drill + data.kind.words + " (over)"
        }
    }

    private var place: String? {
        let names = [data.place.building, data.place.facade, data.place.elevator].compactMap { $0 }
        return names.isEmpty ? nil : Self.printable(names.joined(separator: " "))
    }

    /// Names come from files and devices: nothing in them may steer a terminal.
    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }

    private static func decimal(_ number: Double, _ places: Int) -> String {
        number.formatted(
            .number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
    }
}

extension AlarmHandling {
    /// What was done, in plain English.
    public var words: String {
        switch state {
        case .new: "reopened"
        case .acknowledged: "seen"
        case .confirmed: "confirmed"
        case .falseAlarm: "marked false"
        case .closed: "closed"
        case .merged:
            from.map { "joined by alarm \($0.text.prefix(8))" }
                ?? "made a part of alarm \(into?.text.prefix(8) ?? "?")"
        }
    }
}
