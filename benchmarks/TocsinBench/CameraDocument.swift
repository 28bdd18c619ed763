import Detectors
import VideoCore

/// The settings of a thrown-object detector as the configuration of a camera.
struct CameraDocument {
    let text: String

    init(_ settings: ThrownObjectSettings) {
        // What was clipped at the picture's edge may lie beside it by a rounding error.
        func share(_ value: Double) -> Double { (min(max(value, 0), 1) * 1e6).rounded() / 1e6 }
        func point(_ point: ImagePoint) -> String { "[\(share(point.x)), \(share(point.y))]" }
        let facade = settings.facade.map { "[" + $0.corners.map(point).joined(separator: ", ") + "]" }
        let floors = settings.floors.map { "{floor: \($0.floor), line: [\(point($0.from)), \(point($0.to))]}" }
        text = """
            camera: bench
            detectors:
              thrown-object:
                facade: [\(facade.joined(separator: ", "))]
                floors: [\(floors.joined(separator: ", "))]
                floorHeight: \(settings.floorHeight)

            """
    }
}
