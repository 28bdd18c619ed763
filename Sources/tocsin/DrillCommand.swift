import Alarms
import ArgumentParser
import Foundation
import SiteConfig
import VideoCore

/// `tocsin drill`: an alarm to order.
struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Queue an alarm as a drill, to see whether it reaches those who must act on it.",
        discussion: """
            The alarm opens and closes at once and is delivered like a real one, by the running service or by the next. \
            Everything that tells of it says that it is a drill (data.test and data.drill are true). No door is held.

              tocsin drill --config site.yaml --camera facade-3-south --kind thrown-object
            """)

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Option(help: "The camera that is to have seen it.") var camera: String
    @Option(help: "What it is to be: \(AlarmKind.allWords).", transform: AlarmKind.init(argument:)) var kind: AlarmKind
    @Option(help: "Who orders it; default: the user who runs this.") var by = NSUserName()
    @Option(help: "What there is to say about it.") var comment: String?

    func run() throws {
        let settings = try SiteSettings.forCommand(config)
        guard let context = settings.context(ofCamera: camera) else {
            let known = settings.cameras.map(\.id.name).joined(separator: ", ")
            throw ValidationError("--camera: \(config) has no camera \(camera); there are \(known)")
        }
        do {
            let outbox = try Outbox(settings.outboxSettings, role: .visitor)
            let events = Drill(kind, by: by, comment: comment, start: WallTime.now()).events(of: context)
            try outbox.append(events)
            Swift.print("\(events[0].data.alarmID) is queued as a drill: \(printable(events[0].sentence()))")
        } catch {
            standardError(printable("tocsin drill: \(error)"))
            throw ExitCode(1)
        }
    }
}

extension SiteSettings {
    /// What alarms say of the camera called `name`; nil where there is none.
    func context(ofCamera name: String) -> CameraContext? {
        cameras.first { $0.id.name == name }.map { context(of: $0) }
    }
}
