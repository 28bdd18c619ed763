import Foundation
import Yams

/// The top of a site's file.
extension Value {
    func site() -> SiteSettings? {
        guard let keys = keys(.site) else { return nil }
        let id = keys.required("site", "give the site an id, such as east-garden")?.identifier()
        let directory = keys["dataDirectory"]?.text("the path of a directory") ?? "./data"
        var site = SiteSettings(
            site: id ?? "", dataDirectory: ConfigurationFile.path(directory, from: diagnosis.directory))
        site.timeZone = keys["timeZone"]?.timeZone() ?? site.timeZone
        site.workers = keys["workers"]?.integer(in: 1...1024) ?? site.workers
        site.http = keys["http"]?.http() ?? site.http
        site.place = keys["place"]?.place(.sitePlace) ?? site.place
        site.evidence = keys["evidence"]?.evidence() ?? site.evidence
        site.audit = keys["audit"]?.audit() ?? site.audit
        site.outbox = keys["outbox"]?.outbox() ?? site.outbox
        site.books = keys["books"]?.books() ?? site.books
        site.sinks = keys["sinks"]?.sinks(from: site.dataDirectory) ?? []
        site.reports = keys["reports"]?.reports(from: site.dataDirectory)
        if let nvrs = keys["nvrs"]?.list(of: "recorders") { site.nvrs = Value.recorders(nvrs) }
        guard let entries = keys.required("cameras", "list at least one camera")?.list(of: "cameras") else {
            return site
        }
        let knownRecorders = Set(keys["nvrs"]?.node.sequence?.compactMap { $0.mapping?.text(of: "id") } ?? [])
        let cameras = entries.map { ($0, $0.camera(isEntry: true)) }
        for (entry, camera) in cameras { entry.checkRecorder(of: camera, known: knownRecorders) }
        Value.checkUnique(cameras)
        site.cameras = cameras.compactMap { $1 }
        for index in site.cameras.indices {
            site.cameras[index].place = site.cameras[index].place.completed(by: site.place)
        }
        for (entry, camera) in cameras { entry.checkBuffer(of: camera, holds: site.evidence.clip) }
        keys.readRegistry(into: &site, cameras: cameras)
        site.completeSinks()
        if !site.cameras.contains(where: \.enabled) {
            keys["cameras"]?.warn("no camera is enabled: nothing is watched", remedy: "add a camera")
        }
        return site
    }

    private func timeZone() -> String? {
        guard let text = text("a time zone such as Asia/Shanghai") else { return nil }
        let known = TimeZone.knownTimeZoneIdentifiers
        if known.contains(text) || text == "UTC" { return text }
        let near = Suggestion.nearest(to: text, in: known)
        report(
            "\(shown) is not a known time zone",
            remedy: near.map { "did you mean `\($0)`?" } ?? "write an IANA identifier such as Asia/Shanghai")
        return nil
    }

    /// A clip can begin no earlier than the buffer, which gives whole groups of pictures up.
    private func checkBuffer(of camera: CameraSettings?, holds clip: SiteSettings.Evidence.Clip) {
        let needed = clip.before + 10
        guard let camera, camera.enabled, clip.enabled, camera.bufferSeconds < needed, let value = child("buffer")
        else { return }
        value.warn(
            "clips will begin later than `evidence.clip.before` says",
            remedy: "write seconds: \(Int(needed)) or more, or a smaller `before`")
    }

    private func outbox() -> SiteSettings.Outbox {
        var outbox = SiteSettings.Outbox()
        guard let keys = keys(.outbox) else { return outbox }
        outbox.reserve = keys["reserve"]?.byteSize(in: 1 << 20...1 << 30) ?? outbox.reserve
        outbox.keepDays = keys["keepDays"]?.keepDays() ?? outbox.keepDays
        return outbox
    }

    private func books() -> SiteSettings.Books {
        var books = SiteSettings.Books()
        guard let keys = keys(.books) else { return books }
        books.enabled = keys["enabled"]?.flag() ?? books.enabled
        books.keepDays = keys["keepDays"]?.integer(in: 31...36_500) ?? books.keepDays
        books.thumbnailDays = keys["thumbnailDays"]?.integer(in: 1...3650) ?? books.thumbnailDays
        return books
    }

    private func keepDays() -> Int? {
        let days = integer(in: 1...3650)
        if let days, days < 30 {
            warn(
                "public video must be kept for 30 days (Order 799, Article 17)", remedy: "write 30 or more in service")
        }
        return days
    }
}
