/// What is kept as evidence, and the log of what was done with it.
extension Value {
    func evidence() -> SiteSettings.Evidence {
        var evidence = SiteSettings.Evidence()
        guard let keys = keys(.evidence) else { return evidence }
        evidence.minimumFree = keys["minimumFree"]?.byteSize(in: 1 << 20...1 << 40) ?? evidence.minimumFree
        evidence.maximumBytes = keys["maximumBytes"]?.byteSize(in: 1 << 20...1 << 50)
        evidence.keepDays = keys["keepDays"]?.daysOfEvidence() ?? evidence.keepDays
        if let days = keys["keepDaysByPriority"]?.keys(.evidenceDays) {
            evidence.keepDaysByPriority = [:]
            for priority in 1...4 {
                evidence.keepDaysByPriority[priority] = days["\(priority)"]?.daysOfEvidence()
            }
        }
        evidence.jpegQuality = keys["jpegQuality"]?.integer(in: 1...100) ?? evidence.jpegQuality
        evidence.keyFile = keys["keyFile"]?.keyFile()
        evidence.clip = keys["clip"]?.clip() ?? evidence.clip
        return evidence
    }

    func audit() -> SiteSettings.Audit {
        var audit = SiteSettings.Audit()
        guard let keys = keys(.audit) else { return audit }
        audit.keepDays = keys["keepDays"]?.integer(in: 183...36_500) ?? audit.keepDays
        return audit
    }

    private func clip() -> SiteSettings.Evidence.Clip {
        var clip = SiteSettings.Evidence.Clip()
        guard let keys = keys(.evidenceClip) else { return clip }
        clip.enabled = keys["enabled"]?.flag() ?? clip.enabled
        clip.before = keys["before"]?.number(in: 0...120, unit: "seconds") ?? clip.before
        clip.after = keys["after"]?.number(in: 0...120, unit: "seconds") ?? clip.after
        clip.raw = keys["raw"]?.flag() ?? clip.raw
        clip.masked = keys["masked"]?.flag() ?? clip.masked
        return clip
    }

    private func keyFile() -> String? {
        guard let text = text("the path of a file") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        if ConfigurationFile.isReadableByOthers(path) {
            warn(
                "others can read the key: no raw clips are kept until that is changed",
                remedy: "chmod 600 the file; if others had access, make a new key")
        }
        return path
    }

    /// The least that the law allows (Order 799, Article 17) to ten years.
    private func daysOfEvidence() -> Int? { integer(in: 30...3650) }
}
