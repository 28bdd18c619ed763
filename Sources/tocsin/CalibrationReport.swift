import Alarms
import Detectors
import Foundation

/// What `tocsin calibrate` says of its result, for people.
struct CalibrationReport {
    private let calibration: FacadeCalibration
    private let output: String?
    private let picture: String?

    /// A report on `calibration`, which was written to the files `output` and `picture`.
    init(_ calibration: FacadeCalibration, output: String?, picture: String?) {
        self.calibration = calibration
        self.output = output
        self.picture = picture
    }

    /// All of it, without a line break at its end.
    var text: String {
        let warnings = calibration.warnings.map { "warning: \($0)." }
        let parts = [[opening, ""], table, ["", sight, rule], warnings, files]
        return parts.flatMap { $0 }.joined(separator: "\n")
    }

    private var opening: String {
        let (measurements, lens) = (calibration.measurements, calibration.lens)
        let basis =
            switch lens.basis {
            case .width: "from the facade's width"
            case .fieldOfView: "as told"
            case .lines: "from the slant of the floor lines"
            case .assumed: "assumed"
            }
        let width = Self.decimal(lens.facadeWidth) + (lens.basis == .assumed ? " m at most" : " m")
        return """
            picture  \(measurements.width) × \(measurements.height) pixels
            facade   \(measurements.storeys) storeys of \(Self.decimal(measurements.floorHeight)) m, \(width) wide
            lens     \(Self.decimal(lens.fieldOfView))° across, \(basis)
            """
    }

    /// One line a storey, the highest first as on the building.
    private var table: [String] {
        ["FLOOR  IN PICTURE  10 CM ACROSS  10 CM UPWARDS  SEEN"]
            + calibration.storeys.reversed().map { storey in
                let cells = [
                    Self.right("\(storey.floor)", 5), Self.right("\(Self.percent(storey.shareInPicture)) %", 10),
                    Self.right(storey.pixels.map { Self.decimal($0) + " px" } ?? "–", 12),
                    Self.right(storey.rows.map { Self.decimal($0) + " px" } ?? "–", 13), Self.words(storey.visibility),
                ]
                return cells.joined(separator: "  ")
            }
    }

    private var sight: String {
        let reliable = calibration.floors(seen: .reliable)
        guard let lowest = reliable.first else { return "A 10 cm object has 4 pixels or more on no floor." }
        let barely = calibration.floors(seen: .borderline)
        let more = barely.isEmpty ? "" : ", 3 to 4 pixels on \(CalibrationWarning.words(forFloors: barely))"
        return "A 10 cm object is seen from floor \(lowest) up: 4 pixels or more on "
            + "\(CalibrationWarning.words(forFloors: reliable))\(more)."
    }

    private var rule: String {
        "The plan's rule “every opening from floor \(FacadeCalibration.lowestWatched) up in view”: "
            + (calibration.meetsRule ? "met." : "not met.")
    }

    private var files: [String] {
        [
            output.map { "configuration: \($0); check it with tocsin check \($0)" },
            picture.map { "picture: \($0)" }
                ?? "Add --picture calibrated.jpg to see the lines in the picture before you rely on them.",
        ].compactMap { $0 }
    }

    private static func words(_ visibility: StoreySight.Visibility) -> String {
        switch visibility {
        case .reliable: "yes"
        case .borderline: "barely"
        case .tooSmall: "too small"
        case .outside: "not in the picture"
        }
    }

    /// Rounded down: 100 % is all of it.
    private static func percent(_ share: Double) -> Int { Int((share * 100 + 1e-6).rounded(.down)) }

    private static func decimal(_ number: Double) -> String { String(format: "%.1f", number) }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }
}

extension FacadeCalibration {
    /// The calibration as it is drawn.
    var sketch: FacadeSketch {
        FacadeSketch(
            facade: facade, levels: floors.map { FacadeSketch.Level(floor: $0.floor, from: $0.from, to: $0.to) },
            marks: measurements.lines.flatMap { [$0.from, $0.to] })
    }
}
