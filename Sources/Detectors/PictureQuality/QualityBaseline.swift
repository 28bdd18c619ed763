public import VideoCore
internal import Vision

/// What a camera's good pictures usually look like, by hour of the day, and its view.
///
/// Some 0.1 MB as JSON. One that is damaged is an error of the decoder; one of another size of picture is passed over.
public struct QualityBaseline: Hashable, Codable, Sendable {
    /// Good visits after which the view is believed.
    private static let leastViews = 5

    private var hours: [UsualPicture]
    /// Hours in which the view was recognised, one bit each.
    private var hoursOfView: UInt32 = 0
    private var views = 0
    private var reference: ViewReference?

    private enum CodingKeys: String, CodingKey { case hours, hoursOfView, views, view }

    /// Nothing learnt.
    public init() { hours = Array(repeating: UsualPicture(), count: 24) }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let hours = try values.decode([UsualPicture].self, forKey: .hours)
        guard hours.count == 24 else {
            throw DecodingError.dataCorruptedError(forKey: .hours, in: values, debugDescription: "not 24 hours")
        }
        self.hours = hours
        hoursOfView = try values.decode(UInt32.self, forKey: .hoursOfView)
        views = try values.decode(Int.self, forKey: .views)
        reference = try values.decodeIfPresent(String.self, forKey: .view).flatMap(ViewReference.init(hexadecimal:))
        if reference == nil { views = 0 }
    }

    /// Writes everything learnt.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(hours, forKey: .hours)
        try values.encode(hoursOfView, forKey: .hoursOfView)
        try values.encode(views, forKey: .views)
        try values.encodeIfPresent(reference?.hexadecimal, forKey: .view)
    }

    /// The hour of day in UTC: any zone serves, if the one for learning is the one for judging.
    public static func hour(of time: WallTime) -> Int {
        let seconds = time.secondsSince1970.rounded(.down).truncatingRemainder(dividingBy: 86_400)
        return Int((seconds < 0 ? seconds + 86_400 : seconds) / 3600) % 24
    }

    /// Takes in a visit that found a good picture in `hour`, 0…23; of any other it learns nothing.
    public mutating func learn(_ examination: PictureExamination, hour: Int) {
        guard examination.verdict == .good, let measures = examination.measures, hours.indices.contains(hour) else {
            return
        }
        hours[hour].learn(measures)
        if let sketch = examination.sketchSeen { learn(sketch, hour: hour) }
    }

    /// Forgets the view, as after the camera has been set up anew.
    public mutating func forgetView() { (reference, views, hoursOfView) = (nil, 0, 0) }

    /// What is usual in `hour`, and where that is not known, in the hour before or after it.
    func usual(at hour: Int) -> UsualPicture? {
        guard hours.indices.contains(hour) else { return nil }
        return [hour, (hour + 23) % 24, (hour + 1) % 24].lazy.map { hours[$0] }.first { $0.isBelieved }
    }

    /// The view, once it is believed.
    var view: ViewReference? { views >= Self.leastViews ? reference : nil }

    /// Whether the view is known to look like the reference in `hour`.
    func knowsView(at hour: Int) -> Bool { hoursOfView >> UInt32(hour % 24) & 1 == 1 }

    private mutating func learn(_ sketch: ViewSketch, hour: Int) {
        guard sketch.strength > 0.25 else { return }
        guard let known = reference, known.fits(sketch) else {
            reference = ViewReference(
                fingerprint: 0, home: sketch.edges, strength: sketch.strength, mean: sketch.mean)
            (views, hoursOfView) = (1, 1 << UInt32(hour))
            return
        }
        // What does not agree is another view, or the same by night: it neither counts nor changes the reference.
        guard known.home.agreement(with: sketch.edges) > 0.5 else {
            if views < Self.leastViews { forgetView() }
            return
        }
        views += 1
        hoursOfView |= 1 << UInt32(hour)
    }
}

extension ViewReference {
    /// Its bytes, two digits each.
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Reads what ``hexadecimal`` gave; nil when it is damaged.
    fileprivate init?(hexadecimal text: String) {
        let digits = text.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: 16
            }
        }
        guard digits.count % 2 == 0, !digits.contains(16) else { return nil }
        self.init(bytes: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }
}
