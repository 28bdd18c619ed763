import Alarms
import ArgumentParser
import Detectors
import Foundation
import VideoCore
import VideoStreams

/// `tocsin calibrate`: facade and floor lines of a camera from two lines read off its picture.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Work out facade and floor lines of a camera from two lines in its picture.",
        discussion: """
            INPUT is a still image, a video or a URL; one picture of it is looked at. Each --line tells where the floor \
            level of one storey meets the left and the right edge of the facade: FLOOR:X,Y,X,Y, in shares 0…1 of the \
            picture from its top left corner, or in pixels. Two lines far apart are enough, more make it more exact; \
            perspective gives the other storeys. Ends must be those of the facade, not of the picture.

            Writes the camera's part of the configuration, as tocsin analyze --config reads it, and reports how many \
            pixels an object of 10 cm has on each floor. --picture draws the result for the eye; without any --line it \
            saves the plain picture, to read the lines off. Nothing in these pictures is masked: keep them to yourself.

            Exit status: 0 done; 1 no picture can be had or a file cannot be written; 2 wrong arguments.

            Example: tocsin calibrate shot.jpg --line 3:0.03,0.90,0.97,0.90 --line 20:0.08,0.08,0.92,0.08 --storeys 22 \
            --output camera.yaml --picture calibrated.jpg
            """)

    @Argument(help: "Still image, video, or URL of the camera.") var input: String
    @Option(
        help: ArgumentHelp(
            "Floor level of a storey, from the facade's left edge to its right edge; twice or more.",
            valueName: "floor:x,y,x,y"))
    var line: [String] = []
    @Option(help: "Number of storeys of the building.") var storeys: Int?
    @Option(name: .customLong("floor-height"), help: "Metres from storey to storey.") var floorHeight = 2.9
    @Option(help: ArgumentHelp("Width of the facade between its edges, for sizes.", valueName: "metres"))
    var width: Double?
    @Option(
        name: .customLong("field-of-view"),
        help: ArgumentHelp("The lens's horizontal field of view, if the width is not known.", valueName: "degrees"))
    var fieldOfView: Double?
    @Option(help: "Windows in a row, so that alarms name the column.") var columns: Int?
    @Option(help: ArgumentHelp("Id of the camera.", valueName: "id")) var camera = "camera"
    @Option(
        help: ArgumentHelp("Write the configuration there instead of to standard output.", valueName: "camera.yaml"))
    var output: String?
    @Option(help: ArgumentHelp("Write the picture with facade and floors drawn.", valueName: "file.jpg"))
    var picture: String?
    @OptionGroup var stream: StreamOptions

    func validate() throws {
        func check(_ option: String, _ value: Double?, in range: ClosedRange<Double>) throws {
            guard let value, !range.contains(value) else { return }
            throw ValidationError("--\(option) must be from \(range.lowerBound) to \(range.upperBound).")
        }
        _ = try line.map(LineArgument.init)
        try check("storeys", storeys.map(Double.init), in: 1...200)
        try check("floor-height", floorHeight, in: 1...20)
        try check("width", width, in: 1...1000)
        try check("field-of-view", fieldOfView, in: 2...150)
        try check("columns", columns.map(Double.init), in: 1...100)
        guard width == nil || fieldOfView == nil else {
            throw ValidationError("--width and --field-of-view say the same; give the one that is known better.")
        }
        guard CalibrationDocument.isValid(camera: camera) else {
            throw ValidationError("--camera must be \(CalibrationDocument.cameraForm).")
        }
        if line.isEmpty {
            guard picture == nil else { return }
            throw ValidationError(
                "There is no --line. Give the floor levels of two storeys, as --line 3:0.03,0.90,0.97,0.90; or --picture "
                    + "alone, to get a picture to read them off.")
        }
        guard storeys != nil else { throw ValidationError("--storeys is missing: how many storeys has the building?") }
    }

    func run() throws {
        let outputs = [("--output", output), ("--picture", picture)].compactMap { option, path in
            path.map { (option, $0) }
        }
        if let clash = OutputClash.words(input: input, outputs: outputs) {
            standardError("tocsin calibrate: \(clash)")
            throw ExitCode(2)
        }
        let settings = try stream.settings(for: input)
        do {
            let frame = try StillPicture.take(from: settings)
            if line.isEmpty {
                try write(frame, of: settings.address)
            } else {
                try finish(calibration(of: frame), frame, settings.address)
            }
        } catch let failure as StreamFailure {
            standardError("tocsin calibrate: \(settings.address): \(failure)")
            throw ExitCode.failure
        } catch let failure as EncodingFailure {
            standardError("tocsin calibrate: \(failure)")
            throw ExitCode.failure
        } catch let failure as OutputFailure {
            standardError("tocsin calibrate: \(failure)")
            throw ExitCode.failure
        }
    }

    private func calibration(of frame: Frame) throws -> FacadeCalibration {
        var measurements = FacadeMeasurements(
            width: frame.width, height: frame.height,
            lines: try line.map { try LineArgument($0).line(width: frame.width, height: frame.height) },
            storeys: storeys ?? 0)
        measurements.floorHeight = floorHeight
        measurements.facadeWidth = width
        measurements.fieldOfView = fieldOfView
        do {
            return try FacadeCalibration(measurements)
        } catch {
            throw ValidationError("The lines make no facade: \(error).")
        }
    }

    private func finish(_ calibration: FacadeCalibration, _ frame: Frame, _ address: StreamAddress) throws {
        let document = CalibrationDocument(camera: camera, calibration: calibration, columns: columns)
        if let output { try document.write(to: output) } else { print(document.text, terminator: "") }
        // Standard output is kept for the configuration where that goes there.
        let report = CalibrationReport(calibration, output: output, picture: picture).text
        if output == nil { standardError(report) } else { print(report) }
        try write(calibration.sketch.drawn(on: frame), of: address)
    }

    private func write(_ frame: Frame, of address: StreamAddress) throws {
        guard let picture else { return }
        try StillPicture.write(frame, to: picture, isFullRange: StillPicture.isJPEG(address))
        guard line.isEmpty else { return }
        print(
            """
            \(picture): \(frame.width) × \(frame.height) pixels.
            Read off where the floor levels of two storeys, far apart, meet the facade's left and right edge, in any \
            image viewer. Then give them: tocsin calibrate \(picture) --line FLOOR:X,Y,X,Y --line FLOOR:X,Y,X,Y \
            --storeys N
            """)
    }
}
