extension StreamFailure {
    /// Reason, detail and advice as one line, for someone who has `address` read once and waits for it.
    ///
    /// ``description`` is for the service: it speaks of a camera, and promises to connect again.
    public func words(readingOnce address: StreamAddress) -> String {
        let summary = address.isFile ? fileSummary : summary
        let advice = address.isFile ? fileAdvice : adviceOnce
        let subject = detail.isEmpty ? summary : "\(summary) (\(detail))"
        return advice.isEmpty ? subject : "\(subject). \(advice)"
    }

    /// What to do about it, for someone who reads it once.
    package var adviceOnce: String {
        switch code {
        case .busy: "Close other viewers or raise the device's limit of connections, then try again."
        case .stalled: "Check network and power of the camera."
        case .ended: "If it happens often, look at the log of the device or server."
        default: advice
        }
    }

    private var fileSummary: String {
        switch code {
        case .notFound: "there is no such file"
        // EACCES, which for a network address means that no packet may leave.
        case .noRoute: "this user may not read it"
        case .noVideo: "it holds no video"
        case .undecodable: "nothing in it can be decoded as video"
        case .ended, .other: "reading it failed"
        default: summary
        }
    }

    private var fileAdvice: String {
        switch code {
        case .notFound: "Check the path."
        case .noRoute: "Give this user the right to read it: chmod or chown."
        case .noVideo: "Give a video or a still image."
        case .undecodable: "Check that it is complete and a video or a still image: mp4, mkv, avi, ts, jpg, png."
        case .stopped: ""
        default: "See the words in brackets."
        }
    }
}
