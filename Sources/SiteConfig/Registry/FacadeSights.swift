import Detectors
import Ledger
import VideoCore

/// What cameras under analysis see of the facades they watch.
struct FacadeSights {
    private let cameras: [String: DetectorSettings]

    init(_ cameras: [CameraSettings]) {
        let running = cameras.filter(\.enabled).map { ($0.id.name, $0.detectors ?? DetectorSettings()) }
        self.cameras = Dictionary(running) { first, _ in first }
    }

    /// The building of `entry` with the views of its facades.
    func completed(_ entry: BuildingEntry) -> Building {
        var building = entry.building
        for index in building.facades.indices {
            let fields = entry.cameras[building.facades[index].id] ?? []
            building.facades[index].views = fields.map { view(of: $0.text, floors: building.floors) }
        }
        return building
    }

    private func view(of device: String, floors: Int) -> Facade.View {
        guard let settings = cameras[device]?.thrownObject,
            let coverage = FacadeCoverage(of: 1...floors, in: settings)
        else { return Facade.View(device: device, isCalibrated: false, seen: [:]) }
        return Facade.View(device: device, isCalibrated: true, seen: coverage.shares)
    }
}
