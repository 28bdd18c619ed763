import Accounts
import Console
import Logging
import SiteConfig

/// What a site does for the page of its console.
extension SiteService {
    /// The parts that the page asks for, each in a file of its own.
    static func consoleParts(_ settings: SiteSettings, view: SiteView?, logger: Logger) -> ConsoleParts {
        var parts = ConsoleParts()
        parts.cameras = view?.cameras
        parts.scores = view?.scores
        parts.site.name = settings.site
        parts.site.timeZone = settings.timeZone
        parts.site.version = Tocsin.version
        let clerk = AuditClerk(AuditBook(dataDirectory: settings.dataDirectory))
        parts.audit = { try await clerk.entries(before: $0, limit: $1) }
        return parts
    }

    /// Those who may log in; nil where their file cannot be used, which keeps nobody from watching.
    static func openAccounts(_ settings: SiteSettings, logger: Logger) -> AccountStore? {
        do { return try AccountStore(dataFolder: settings.dataDirectory) } catch {
            logger.critical("nobody can log in at the console: \(error)")
            return nil
        }
    }
}
