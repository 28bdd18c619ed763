/// A building (楼栋) and the sides of it that have windows.
public struct Building: Hashable, Sendable {
    /// Unique among the buildings.
    public var id: String
    /// What people call it.
    public var name: String?
    /// The compound it belongs to, by id.
    public var compound: String?
    /// Storeys above the ground.
    public var floors: Int
    /// Its sides that have openings.
    public var facades: [Facade] = []

    /// A building of `floors` storeys.
    public init(id: String, floors: Int) {
        self.id = id
        self.floors = floors
    }
}

/// One side of a building.
public struct Facade: Hashable, Sendable {
    /// Unique within the building, such as `south`.
    public var id: String
    /// Windows, balconies and other openings of each storey.
    public var openings: [Int: Int] = [:]
    /// The devices that watch it, and which share of each storey's openings lies within their detection polygons.
    public var views: [View] = []

    /// What one device sees of the facade.
    public struct View: Hashable, Sendable {
        /// The device, by id.
        public var device: String
        /// Whether its floor lines are known, so that floors can be named.
        public var isCalibrated: Bool
        /// Storey → share of its openings inside the polygon, 0…1; a storey that is missing is not seen.
        public var seen: [Int: Double]

        /// The view of `device`.
        public init(device: String, isCalibrated: Bool, seen: [Int: Double]) {
            self.device = device
            self.isCalibrated = isCalibrated
            self.seen = seen
        }
    }

    /// The facade `id`.
    public init(id: String) { self.id = id }
}
