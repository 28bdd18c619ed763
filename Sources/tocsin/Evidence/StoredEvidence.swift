import Alarms

/// The evidence of one alarm as its events name it, compared with what lies in the folder.
struct StoredEvidence {
    /// What became of a file.
    enum State: String, Encodable {
        /// It is there, and is what was stored.
        case present
        /// It is not there any more.
        case missing
        /// What is there is something else than what was stored.
        case changed
    }

    /// What the event says.
    let evidence: Evidence
    /// Where it lies.
    let path: String
    /// What is there.
    let state: State

    /// All evidence of `record`, each file once.
    static func all(of record: AlarmRecord, in store: EvidenceStore) -> [StoredEvidence] {
        var seen: Set<String> = []
        let named = record.events.compactMap { try? $0.event() }.flatMap(\.data.evidence)
        return named.filter { seen.insert($0.uri).inserted }.map { StoredEvidence($0, in: store) }
    }

    private init(_ evidence: Evidence, in store: EvidenceStore) {
        self.evidence = evidence
        guard let name = EvidenceName(uri: evidence.uri) else {
            (path, state) = ("", .missing)
            return
        }
        path = store.path(of: name)
        let hash = try? DurableFile.hash(of: path)
        state = hash == nil ? .missing : hash?.sha256 == evidence.sha256 ? .present : .changed
    }
}
