import Alarms
import Console
import Foundation
import SiteConfig
import VideoCore
import VideoStreams

/// Changes the site's file and keeps its former versions, on a thread of its own: it waits for the disk.
actor SetupStore {
    private let executor = DiskExecutor(label: "setup")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let file: SetupFile
    private let dataDirectory: String
    private let passwords: PasswordFolder

    /// The file at `path`, with its former versions in `dataDirectory`.
    init(path: String, dataDirectory: String) {
        file = SetupFile(path: path)
        self.dataDirectory = dataDirectory
        passwords = PasswordFolder(siteFile: path, dataDirectory: dataDirectory)
    }

    /// What the file says now, and whether it could be changed.
    func read() throws -> (content: SetupFile.Content, isWritable: Bool) { (try file.read(), file.isWritable) }

    /// A change that is thought through, but not made.
    struct Draft: Sendable {
        /// The file before and after.
        let before: SetupFile.Content
        let after: SetupFile.Content
        /// What the service is to go by; nil where there are mistakes.
        let settings: SiteSettings?
        /// What the page is told.
        var checked: SetupChecked
        /// What the change is, for people.
        let what: String
        /// The version that it goes back to, when it is taken back; nil: the one before it.
        fileprivate var previous: Int??
        fileprivate var password: (place: PasswordFolder.Place, secret: Secret)?
    }

    /// What `change` would do; nothing is written.
    func draft(_ change: SetupChange) throws -> Draft {
        let before = try file.read()
        let section: ConfigurationEdit.Section = change.section == .cameras ? .cameras : .nvrs
        do throws(ConfigurationEdit.Refusal) {
            try Self.checkName(change.id, section)
            let stored = ConfigurationEdit.entries(of: section, in: before.text).first { $0.id == change.id }?.entry
            if change.entry == nil, stored == nil { throw Self.refusal(section, "there is no entry of this id") }
            let place = passwords.place(for: change.id, in: section)
            let settled = try change.entry.map { entry throws(ConfigurationEdit.Refusal) in
                try EntryLogin.settled(entry, stored: stored, in: section, passwordFile: place.name)
            }
            let text = try ConfigurationEdit(section: section, id: change.id, entry: settled?.entry).applied(
                to: before.text)
            let verb = change.entry == nil ? "removed" : stored == nil ? "added" : "changed"
            let thing = section == .cameras ? "camera" : "recorder"
            let keys = EntryChange.keys(from: stored, to: settled?.entry, hasNewPassword: settled?.password != nil)
            var draft = draft(
                before, before.with(text), what: "\(thing) \(change.id) \(verb)\(keys)",
                pending: settled?.password.map { [place.path: $0] } ?? [:])
            draft.password = settled?.password.map { (place, $0) }
            return draft
        } catch {
            return refused(error, before)
        }
    }

    /// What taking the last change back would do. Throws where there is nothing to go back to.
    func undoing() throws -> Draft {
        let before = try file.read()
        var book = try VersionBook(dataDirectory: dataDirectory, current: before)
        guard !book.versions.isEmpty else { throw SetupRefusal.nothingToUndo }
        guard book.current(before) != nil else {
            throw SetupRefusal.unusable(
                "the file was changed outside the console since, and that would be undone too",
                remedy: "take back in the file itself what shall go")
        }
        let current = try book.adopt(before)
        guard let number = current.previous, let former = book.content(of: number) else {
            throw SetupRefusal.nothingToUndo
        }
        var draft = draft(before, former, what: "back to version \(number)")
        draft.previous = .some(book.versions.first { $0.number == number }?.previous)
        return draft
    }

    /// Makes the change of `draft`, as `by`. Throws where the file is not what it was, and what the disk says.
    func commit(_ draft: Draft, by author: String) throws {
        guard try file.read().revision == draft.before.revision else { throw SetupRefusal.changedMeanwhile }
        guard file.isWritable else { throw Self.readOnly }
        do {
            if let (place, secret) = draft.password { try passwords.write(secret, to: place) }
            var book = try VersionBook(dataDirectory: dataDirectory, current: draft.before)
            let current = try book.adopt(draft.before)
            try book.begin(draft.after, by: author, what: draft.what, previous: draft.previous ?? current.number)
            try file.replace(with: draft.after)
            // Made it is from here on: what is not noted is settled when the book is read next.
            try? book.finish()
            let names = draft.after.text
            passwords.clean { names.contains($0) || book.mentions($0) }
        } catch let refusal as SetupRefusal {
            throw refusal
        } catch {
            throw SetupRefusal.unusable(
                "former versions, or the password, cannot be written: \(SetupFile.reason(error))",
                remedy: "look at the disk and at who owns its folders")
        }
    }

    /// The versions, the newest first.
    func history() throws -> SetupHistory {
        let content = try file.read()
        let book = try VersionBook(dataDirectory: dataDirectory, current: content)
        let current = book.current(content)
        var versions = book.versions.map { version in
            SetupHistory.Version(
                number: version.number, at: Timestamp(milliseconds: version.at).rfc3339, by: version.by,
                what: version.what,
                current: version == current)
        }
        if current == nil, let last = book.versions.last {
            versions.append(
                .init(
                    number: last.number + 1, at: Timestamp(WallTime.now).rfc3339, by: "",
                    what: "changed outside the console",
                    current: true))
        }
        return SetupHistory(versions: versions.reversed())
    }

    private static let readOnly = SetupRefusal.unusable(
        "the site's file cannot be written",
        remedy: "let the service's user own the file and write into its folder, and mount that for writing")

    private static func refusal(
        _ section: ConfigurationEdit.Section, _ problem: String
    ) -> ConfigurationEdit.Refusal {
        ConfigurationEdit.Refusal(mistakes: [
            Mistake(
                key: section.rawValue, problem: problem,
                remedy: "take letters, digits, `-`, `_` and `.`, beginning with a letter or digit, 64 at most")
        ])
    }

    /// It becomes a part of the name of a file.
    private static func checkName(
        _ id: String, _ section: ConfigurationEdit.Section
    ) throws(ConfigurationEdit.Refusal) {
        guard id.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
            throw refusal(section, "the id cannot be used in paths")
        }
    }

    private func draft(
        _ before: SetupFile.Content, _ after: SetupFile.Content, what: String, pending: [String: Secret] = [:]
    ) -> Draft {
        let read = ConfigurationDraft(text: after.text, path: file.path, pendingFiles: pending)
        let name = URL(fileURLWithPath: file.path).lastPathComponent
        var checked = SetupChecked(
            revision: before.revision, diff: UnifiedDiff(from: before.text, to: after.text, name: name).text)
        checked.mistakes = read.mistakes.map { SetupChecked.Mistake($0) }
        checked.warnings = read.warnings.map { SetupChecked.Mistake($0) }
        return Draft(before: before, after: after, settings: read.settings, checked: checked, what: what)
    }

    private func refused(_ refusal: ConfigurationEdit.Refusal, _ before: SetupFile.Content) -> Draft {
        var checked = SetupChecked(revision: before.revision, diff: "")
        checked.mistakes = refusal.mistakes.map { SetupChecked.Mistake($0) }
        return Draft(before: before, after: before, settings: nil, checked: checked, what: "")
    }
}

extension SetupChecked.Mistake {
    /// As the page is told of `mistake`.
    init(_ mistake: Mistake) {
        self.init(line: mistake.line, key: mistake.key, problem: mistake.problem, remedy: mistake.remedy)
    }
}
