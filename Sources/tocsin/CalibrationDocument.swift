import ArgumentParser
import Detectors
import Foundation
import VideoCore

/// A calibration as the camera's part of the configuration, in the form that `analyze --config` reads.
struct CalibrationDocument {
    /// Id of the camera.
    let camera: String
    /// What is written.
    let calibration: FacadeCalibration
    /// Windows in a row, if they are to be named.
    let columns: Int?

    private static let opening = "# Made by tocsin calibrate"

    /// The form of a camera's id, in words.
    static let cameraForm = "letters, digits, -, _ and ., beginning with a letter or digit, 64 at most"

    /// Whether `camera` can be the id of a camera in a configuration.
    static func isValid(camera: String) -> Bool {
        camera.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil
    }

    /// The document.
    var text: String {
        let measurements = calibration.measurements
        let given = CalibrationWarning.words(forFloors: measurements.lines.map(\.floor).sorted())
        let lines = calibration.floors.map {
            "      - {floor: \($0.floor), line: [\(Self.pair($0.from)), \(Self.pair($0.to))]}\n"
        }
        let columns = columns.map { "    columns: \($0)\n" } ?? ""
        return """
            \(Self.opening) from the lines of floors \(given), in \(measurements.width) × \(measurements.height) pixels.
            camera: \(camera)
            detectors:
              thrown-object:
                facade: [\(calibration.facade.corners.map(Self.pair).joined(separator: ", "))]
                floors:
            \(lines.joined())    floorHeight: \(Self.number(measurements.floorHeight))
            \(columns)
            """
    }

    /// Writes the document to `path`; replaces none but one of its own kind. Throws a ``ValidationError`` for another
    /// file that is there, or ``OutputFailure``.
    func write(to path: String) throws {
        // Only what is a file: reading a terminal or pipe would wait.
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        if kind == .typeRegular, let there = try? String(contentsOfFile: path, encoding: .utf8), !there.isEmpty,
            !there.hasPrefix(Self.opening)
        {
            throw ValidationError(
                "--output \(path) is there already and was not made by tocsin calibrate; choose another name, and copy "
                    + "what you need into it.")
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw OutputFailure(path: path)
        }
    }

    private static func pair(_ point: ImagePoint) -> String { "[\(number(point.x)), \(number(point.y))]" }

    /// To a hundred-thousandth, a twentieth of a pixel at most, without zeros at its end.
    private static func number(_ value: Double) -> String {
        let text = String(format: "%.5f", value).replacing(/0+$/, with: "")
        return text.hasSuffix(".") ? text + "0" : text
    }
}
