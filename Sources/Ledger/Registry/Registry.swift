/// What a site is supposed to have: the ledger of its devices (台账) and what they are there to watch.
///
/// Everything refers to everything else by ``id``s; whoever reads it sees to it that they exist.
public struct Registry: Hashable, Sendable {
    /// Cameras and other devices, those under analysis included.
    public var devices: [Device] = []
    /// Network video recorders.
    public var recorders: [Recorder] = []
    /// Buildings (楼栋).
    public var buildings: [Building] = []
    /// Lifts (电梯).
    public var lifts: [Lift] = []
    /// Key positions (关键位置) of the site plan.
    public var keyPositions: [KeyPosition] = []
    /// Compounds (小区).
    public var compounds: [Compound] = []
    /// Approved times in which a device need not give a picture.
    public var exemptions: [Exemption] = []

    /// An empty ledger.
    public init() {}

    /// The exemptions that count and touch `seconds` since 1970, the earliest first.
    public func exemptions(touching seconds: Range<Int>) -> [Exemption] {
        exemptions.filter { $0.flaw == nil && $0.seconds.overlaps(seconds) }
            .sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
}

/// A key position: a place that the plan wants under a camera.
public struct KeyPosition: Hashable, Sendable {
    /// Which kind of place it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// 小区出入口.
        case entrance
        /// 停车场/库.
        case parking
        /// 社区主干道.
        case road
        /// 消防通道.
        case fireLane = "fire-lane"
    }

    /// Unique among the key positions.
    public var id: String
    /// Which kind of place.
    public var kind: Kind
    /// What people call it.
    public var name: String?
    /// The compound it belongs to, by id.
    public var compound: String?

    /// The key position `id`.
    public init(id: String, kind: Kind) {
        self.id = id
        self.kind = kind
    }
}

/// A compound (小区): houses within one wall.
public struct Compound: Hashable, Sendable {
    /// Unique among the compounds.
    public var id: String
    /// What people call it.
    public var name: String?

    /// The compound `id`.
    public init(id: String) { self.id = id }
}

/// A lift.
public struct Lift: Hashable, Sendable {
    /// Unique among the lifts.
    public var id: String
    /// What people call it.
    public var name: String?
    /// The building it is in, by id.
    public var building: String?
    /// The device that looks into its cabin, by id.
    public var device: String?

    /// The lift `id`.
    public init(id: String) { self.id = id }
}
