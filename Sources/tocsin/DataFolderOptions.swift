import Alarms
import ArgumentParser
import SiteConfig

/// Where the data of the service is: common to all commands that work beside it.
struct DataFolderOptions: ParsableArguments {
    @Option(help: "The data folder of the service: the one that holds \(OutboxSettings.fileName).")
    var data: String?
    @Option(help: "The site's configuration, which names the data folder.")
    var config: String?

    func validate() throws {
        guard (data == nil) != (config == nil) else {
            throw ValidationError("say where the service keeps its data: either --data FOLDER or --config site.yaml")
        }
    }

    /// The site; nil where its data folder is named instead. Mistakes in its file are said on standard error, status 2.
    func site() throws -> SiteSettings? {
        try config.map { try SiteSettings.forCommand($0) }
    }

    /// The data folder.
    func folder() throws -> String { try data ?? site()?.dataDirectory ?? "." }
}
