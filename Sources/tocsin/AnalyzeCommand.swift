import ArgumentParser
import Foundation
import Inference
import SiteConfig

/// `tocsin analyze`: reads a file, a folder of stills or a URL as fast as it can and prints the alarms found in it.
struct AnalyzeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Look for alarms in a recording, and print each event as one line of JSON.",
        discussion: """
            INPUT is a video (mp4, mkv, avi, ts, …), a still image, a folder of stills (each judged alone), or a URL. No \
            frame is left out, and every run gives the same output. A recording that does not say when it was made is \
            dated from 1970-01-01, so that “time” shows the position in it; so is one behind an http URL whose length is \
            known. A live URL is dated by the clock and read until it ends, so there runs differ. The camera's hours are \
            not applied.

            Exit status: 0 done, whatever was found; 1 the input could not be opened or decoded at all, or an output \
            could not be written; 2 wrong arguments or configuration.

            Example: tocsin analyze facade.mp4 --config camera.yaml --annotate seen.mp4
            """)

    @Argument(help: "Video, still image, folder of stills, or URL.") var input: String
    @Option(help: ArgumentHelp("Configuration of the camera.", valueName: "camera.yaml")) var config: String?
    @Option(
        help: ArgumentHelp(
            "Detectors, separated by commas: \(DetectorName.list). Default: those of the configuration, else all.",
            valueName: "list"))
    var detect: String?
    @Option(help: ArgumentHelp("Write the events there instead of to standard output.", valueName: "file"))
    var output: String?
    @Option(help: ArgumentHelp("Write the video with shields masked and tracks drawn.", valueName: "out.mp4"))
    var annotate: String?
    @Option(help: ArgumentHelp("Write counts and times there, as one JSON object.", valueName: "file"))
    var summary: String?
    @OptionGroup var stream: StreamOptions

    func run() throws {
        do {
            let outputs = [("--output", output), ("--summary", summary), ("--annotate", annotate)]
            if let clash = OutputClash.words(
                input: input, outputs: outputs.compactMap { option, path in path.map { (option, $0) } })
            {
                standardError("tocsin analyze: \(clash)")
                throw ExitCode(2)
            }
            let settings = try config.map { try CameraSettings.load(path: $0) }
            for warning in settings?.warnings ?? [] {
                standardError(warning.text(file: config ?? "", label: "warning: "))
            }
            try analyse(try AnalysisPlan(input: input, settings: settings, detect: detect, stream: stream))
        } catch let errors as ConfigurationErrors {
            standardError("\(errors)")
            throw ExitCode(2)
        } catch let trouble as UnusableInput {
            standardError("tocsin analyze: \(trouble)")
            throw ExitCode.failure
        } catch let error as InferenceError {
            standardError("tocsin analyze: \(error)")
            throw ExitCode.failure
        } catch let failure as OutputFailure {
            standardError("tocsin analyze: \(failure)")
            throw ExitCode.failure
        }
    }

    private func analyse(_ plan: AnalysisPlan) throws {
        if let engine = plan.models.engine, engine != .openVINO {
            standardError("tocsin analyze: networks are evaluated by \(engine.described), which is slower")
        }
        var analysis = try Analysis(plan, output: output, annotate: annotate)
        analysis.run()
        var troubles = analysis.troubles
        do throws(OutputFailure) {
            if let summary { try analysis.summary.write(to: summary) }
        } catch {
            troubles.summary = error
        }
        for line in troubles.lines { standardError("tocsin analyze: \(line)") }
        if troubles.isFailure { throw ExitCode.failure }
    }
}
