import Foundation

/// Where alarms go from the queue.
extension Value {
    func sinks(from dataDirectory: String) -> [SiteSettings.Sink] {
        var sinks: [SiteSettings.Sink] = []
        for entry in list(of: "sinks") ?? [] {
            guard let sink = entry.sink(from: dataDirectory) else { continue }
            if sinks.contains(where: { sink.sharesFile(with: $0) }) {
                entry.report("another sink writes to the same place", remedy: "delete it, or give it a path of its own")
            } else if sinks.contains(where: { $0.name == sink.name }) {
                entry.report("another sink has the id “\(sink.name)” already", remedy: "give each sink its own `id`")
            }
            sinks.append(sink)
        }
        return sinks
    }

    private func sink(from dataDirectory: String) -> SiteSettings.Sink? {
        guard let keys = keys(.sink) else { return nil }
        let id = keys["id"]?.identifier()
        let readings: [(key: String, read: (Value) -> SiteSettings.Sink?)] = [
            ("file", { $0.fileSink(from: dataDirectory) }), ("nats", { $0.natsSink() }), ("mqtt", { $0.mqttSink() }),
            ("kafka", { $0.kafkaSink() }), ("webhook", { $0.webhookSink() }), ("gb28181", { $0.gb28181Sink() }),
        ]
        let given = readings.compactMap { reading in keys[reading.key].map { (value: $0, read: reading.read) } }
        guard let first = given.first else {
            _ = keys.required("file", "write `- file: {path: alarms.jsonl}`, or another kind of sink")
            return nil
        }
        for other in given.dropFirst() {
            other.value.report("one sink is of one kind", remedy: "begin an entry of its own for it, with `- `")
        }
        guard var sink = first.read(first.value) else { return nil }
        if let id, id != sink.name {
            sink.earlierNames.insert(sink.name, at: 0)
            sink.name = id
            sink.earlierNames.removeAll { $0 == id }
        }
        return sink
    }

    private func fileSink(from dataDirectory: String) -> SiteSettings.Sink? {
        guard let file = keys(.fileSink) else { return nil }
        let value = file.required("path", "write a path relative to dataDirectory")
        guard let value, let path = value.text("the path of a file") else { return nil }
        var sink = SiteSettings.FileSink(path: ConfigurationFile.path(path, from: dataDirectory))
        let place = DataPlace(of: sink.path, in: dataDirectory)
        if place.isTaken {
            value.report(
                "\(value.shown) is where the service itself keeps queue and pictures",
                remedy: "name a file of its own, such as alarms.jsonl")
        }
        sink.rotateAt = file["rotateAt"]?.byteSize(in: 64 << 10...64 << 30) ?? sink.rotateAt
        sink.keep = file["keep"]?.integer(in: 1...1000) ?? sink.keep
        // Named after the path as seen from the data directory, so that both may be moved together; once it was the
        // complete one.
        let name = "file:\(place.name)"
        return SiteSettings.Sink(
            name: name, earlierNames: ["file:\(sink.path)"].filter { $0 != name }, .file(sink))
    }
}

extension SiteSettings.Sink {
    /// Whether both write to one file, or one to what the other's becomes when it is full.
    fileprivate func sharesFile(with other: SiteSettings.Sink) -> Bool {
        guard case .file(let own) = target, case .file(let others) = other.target else { return false }
        return own.mayWrite(others.path) || others.mayWrite(own.path)
    }
}

extension SiteSettings.FileSink {
    /// Whether `other` is its file, or one that this becomes when it is full.
    fileprivate func mayWrite(_ other: String) -> Bool {
        if other == path { return true }
        guard other.hasPrefix(path + ".") else { return false }
        return other.dropFirst(path.count + 1).allSatisfy(\.isWholeNumber)
    }
}

/// A path as seen from the data directory, symbolic links resolved.
struct DataPlace {
    /// Relative to the data directory where it lies within, else complete.
    let name: String
    /// Whether the service keeps something of its own there.
    let isTaken: Bool

    init(of path: String, in dataDirectory: String) {
        let root = Self.resolved(dataDirectory)
        let full = Self.resolved(path)
        let isWithin = full.hasPrefix(root == "/" ? root : root + "/")
        name = isWithin ? String(full.dropFirst(root == "/" ? 1 : root.count + 1)) : full
        // The queue and the books with their companions and damaged copies; pictures; alarms that could not be queued; what cameras
        // should show; results of self-tests; words left for the service.
        let first = name.prefix { $0 != "/" }
        let isOwn =
            first.hasPrefix("outbox.sqlite") || first.hasPrefix("books.sqlite")
            || first.hasPrefix("audit.") || first.hasPrefix("evidence.key")
            || ["evidence", "waiting", "views", "selftests", "thumbnails", "baselines", "relearn"].contains(first)
        isTaken = full == root || isWithin && isOwn
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
