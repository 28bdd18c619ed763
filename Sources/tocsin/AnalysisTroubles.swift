import VideoStreams

/// What went wrong in an analysis, and the words for it: the input first, then the outputs.
struct AnalysisTroubles {
    /// A part of the input that broke off or could not be read.
    struct Unreadable {
        let part: AnalysisPlan.Part
        let failure: StreamFailure

        fileprivate var words: String { failure.words(readingOnce: part.stream.address) }
    }

    /// The input as it may be shown.
    let title: String
    var unreadable: [Unreadable] = []
    /// What became of the pictures, once the input has been read.
    var counts = FrameCounts()
    /// Why events could not be written.
    var output: OutputFailure?
    /// Why the annotated video is missing or ends early.
    var annotation: EncodingFailure?
    /// Why the summary could not be written.
    var summary: OutputFailure?

    /// A part of the pictures that is worth a line when it was lost.
    private static let noticeableShare = 0.02

    init(title: String) { self.title = title }

    /// Whether the command has failed: nothing could be seen, or something asked for was not written.
    var isFailure: Bool {
        counts.decoded == 0 && !unreadable.isEmpty || output != nil || annotation != nil || summary != nil
            || counts.pending != 0
    }

    /// One line for each trouble.
    var lines: [String] {
        [inputLine, lossLine, pendingLine, output?.description, annotationLine, summary?.description].compactMap { $0 }
    }

    private var inputLine: String? {
        guard let first = unreadable.first else { return nil }
        let others = unreadable.count > 1 ? " And \(unreadable.count - 1) more could not be read." : ""
        // A still of a folder goes by its own name.
        if let name = first.part.name { return "\(title)/\(name): \(first.words)\(others)" }
        return counts.decoded == 0 ? "\(title): \(first.words)" : "\(title): the input broke off: \(first.words)"
    }

    private var lossLine: String? {
        let lost = counts.dropped.filter { $0.key != .stopped }
        let count = lost.values.reduce(0, +)
        guard counts.decoded > 0, Double(count) >= Self.noticeableShare * Double(counts.received), count > 0 else {
            return nil
        }
        let reasons = lost.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
        return "\(title): \(count) of \(counts.received) pictures were lost (\(reasons)); they were not looked at"
    }

    private var pendingLine: String? {
        guard counts.pending != 0 else { return nil }
        return "\(title): \(counts.pending) pictures are unaccounted for. This is a defect of Tocsin: please report it"
    }

    private var annotationLine: String? {
        guard counts.decoded > 0, let annotation else { return nil }
        return annotation.code == .sizeChanged ? "\(annotation.file): \(annotation.detail)" : "\(annotation)"
    }
}

/// Why an analysis cannot begin.
struct UnusableInput: Error, CustomStringConvertible {
    let description: String
}
