/// How well one storey is seen.
public struct StoreySight: Hashable, Sendable {
    /// What can be expected of an object of 10 cm in front of it.
    public enum Visibility: Hashable, Sendable {
        /// 4 pixels or more: it is found.
        case reliable
        /// 3 to 4 pixels: it is found where it stands out.
        case borderline
        /// Less than 3 pixels.
        case tooSmall
        /// Nothing of its windows is in the picture.
        case outside
    }

    /// Number of the storey.
    public let floor: Int
    /// Share of the storey that is in the picture, 0…1.
    public let shareInPicture: Double
    /// Diameter of a ball of 10 cm before the middle of what is seen of it, in pixels; nil when nothing is.
    public let pixels: Double?
    /// Rows that 10 cm upwards along the facade take there: fewer the more steeply the camera looks up.
    public let rows: Double?

    /// Size of the object that is asked about, in metres.
    static let objectSize = 0.1
    /// From this share of it on, a storey counts as seen whole: what is missing is less than a window frame.
    static let whole = 0.98

    /// The storey `floor` as `map` shows it.
    init(_ floor: Int, _ map: FacadeMap, _ lens: FacadeLens, _ measurements: FacadeMeasurements) {
        self.floor = floor
        let outline = PictureOutline(map)
        shareInPicture = outline.share(ofStorey: floor)
        // Half-way up the storey, where its windows are.
        let level = Double(floor) + 0.5
        let middle = outline.level(level).map { ($0.from + $0.to) / 2 }
        pixels = middle.flatMap { lens.pixelsPerMetre(across: $0, floor: level) }.map { $0 * Self.objectSize }
        rows = middle.flatMap { map.rise(across: $0, floor: level) }.map { rise in
            rise * Double(measurements.height) / measurements.floorHeight * Self.objectSize
        }
    }

    /// What can be expected there.
    public var visibility: Visibility {
        guard let pixels else { return .outside }
        return pixels >= 4 ? .reliable : pixels >= 3 ? .borderline : .tooSmall
    }

    /// Whether all of it is in the picture.
    public var isWhole: Bool { shareInPicture >= Self.whole }
}
