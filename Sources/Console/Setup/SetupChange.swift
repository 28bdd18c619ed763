public import VideoCore

/// A change of one entry of the site's file.
public struct SetupChange: Hashable, Sendable {
    /// The lists whose entries can be changed.
    public enum Section: String, Hashable, Sendable, Decodable {
        /// Cameras.
        case cameras
        /// Recorders.
        case nvrs
    }

    /// The state of the file that it is a change of.
    public var revision: String
    /// In which list.
    public var section: Section
    /// Which entry.
    public var id: String
    /// What it is to be; nil takes it away.
    public var entry: JSONValue?

    /// The entry `id` of `section` becomes `entry`.
    public init(revision: String, section: Section, id: String, entry: JSONValue?) {
        self.revision = revision
        self.section = section
        self.id = id
        self.entry = entry
    }
}

extension SetupChange: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case revision, section, id, entry }

    /// Reads one; throws where a key is missing or not known.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        revision = try container.decode(String.self, forKey: .revision)
        section = try container.decode(Section.self, forKey: .section)
        id = try container.decode(String.self, forKey: .id)
        // That it is to go must be said: a key that was forgotten takes nothing away.
        let value = try container.decode(JSONValue.self, forKey: .entry)
        entry = value == .null ? nil : value
    }
}

/// What a change does, or would do.
public struct SetupChecked: Encodable, Hashable, Sendable {
    /// Something wrong, or worth a look.
    public struct Mistake: Encodable, Hashable, Sendable {
        /// Line of the file as it would be, from 1.
        @OrNull public var line: Int?
        /// The key that it is about.
        public var key: String
        /// What is wrong.
        public var problem: String
        /// What to do.
        public var remedy: String

        /// `problem` at `key`.
        public init(line: Int? = nil, key: String, problem: String, remedy: String) {
            self.line = line
            self.key = key
            self.problem = problem
            self.remedy = remedy
        }
    }

    /// The state of the file afterwards.
    public var revision: String
    /// The difference, without passwords.
    public var diff: String
    /// What is wrong.
    public var mistakes: [Mistake] = []
    /// What deserves attention.
    public var warnings: [Mistake] = []
    /// The cameras whose streams are begun anew.
    public var restarts: [String] = []
    /// True once it is done.
    public var applied: Bool?

    /// A change that shows `diff`.
    public init(revision: String, diff: String) {
        self.revision = revision
        self.diff = diff
    }
}

/// The versions of the site's file that are kept.
public struct SetupHistory: Encodable, Hashable, Sendable {
    /// One of them.
    public struct Version: Encodable, Hashable, Sendable {
        /// Its number; later ones have greater ones.
        public var number: Int
        /// Since when.
        public var at: String
        /// By whose change.
        public var by: String
        /// What the change was.
        public var what: String
        /// Whether the file is as this one.
        public var current: Bool

        /// The version `number`.
        public init(number: Int, at: String, by: String, what: String, current: Bool) {
            self.number = number
            self.at = at
            self.by = by
            self.what = what
            self.current = current
        }
    }

    /// The newest first.
    public var versions: [Version]

    /// These versions.
    public init(versions: [Version]) { self.versions = versions }
}
