internal import VideoCore

/// Columns of windows, evenly spaced between the edges of a facade.
struct WindowColumns {
    private let map: FacadeMap
    private let count: Int

    /// The columns after `settings`; nothing where none are configured, or where the floor lines do not show both edges.
    init?(_ settings: ThrownObjectSettings) {
        guard let count = settings.columns, count > 0, let map = FacadeMap(settings.floors), map.knowsEdges else {
            return nil
        }
        self.map = map
        self.count = count
    }

    /// The column at `point`, from 1 at the left; nothing more than half a window beside the facade.
    func column(at point: ImagePoint) -> Int? {
        guard let position = map.position(of: point) else { return nil }
        let place = position.across * Double(count)
        guard place > -0.5, place < Double(count) + 0.5 else { return nil }
        return min(max(Int(place.rounded(.down)), 0), count - 1) + 1
    }
}

extension ThrownObjectSettings {
    /// Whether the column of a fall can be named: columns are set, and the floor lines show both edges of the facade.
    public var namesColumns: Bool { WindowColumns(self) != nil }

    /// `origin` with the column in which the fall of `samples`, in pixels of a picture of `width` × `height`, was first
    /// seen; without one where that was beside the facade. The map is made anew for each report: microseconds, a few times
    /// a day.
    func inColumn(
        _ origin: FloorEstimate?, of samples: ArraySlice<TrackSample>, _ width: Double, _ height: Double
    ) -> FloorEstimate? {
        guard var origin, let first = samples.first else { return origin }
        let point = ImagePoint(x: first.x / width, y: first.y / height)
        guard facade.isEmpty || facade.contains(where: { $0.contains(point) }) else { return origin }
        origin.column = WindowColumns(self)?.column(at: point)
        return origin
    }
}
