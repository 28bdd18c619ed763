import CNATS
import Delivery
import Glibc

/// The stream that keeps the alarms: looks it up, and makes it where there is none.
struct NATSStream {
    let settings: NATSSettings

    /// What the server says of the stream, which it has when this returns; throws ``DeliveryFailure``.
    func facts(over connection: NATSConnection) throws -> StreamFacts {
        try unsafe connection.withJetStream(domain: settings.domain) { context in
            if let known = try unsafe lookedUp(context) { return known }
            guard settings.createStream else {
                throw DeliveryFailure(
                    reason: "NATS has no stream \(settings.stream): make it, or set createStream: true")
            }
            return try unsafe made(context)
        }
    }

    private func lookedUp(_ context: OpaquePointer) throws -> StreamFacts? {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        let status = unsafe js_GetStreamInfo(&info, context, settings.stream, nil, &code)
        defer { unsafe jsStreamInfo_Destroy(info) }
        if status == NATS_NOT_FOUND, code == JSStreamNotFoundErr { return nil }
        return try unsafe facts(status, code, info, doing: "cannot look at the stream \(settings.stream)")
    }

    private func made(_ context: OpaquePointer) throws -> StreamFacts {
        let name = unsafe strdup(settings.stream)
        let subject = unsafe strdup(settings.subject + ".>")
        defer {
            unsafe free(name)
            unsafe free(subject)
        }
        var subjects = unsafe [UnsafePointer(subject)]
        var info: UnsafeMutablePointer<jsStreamInfo>?
        var code = jsErrCode(0)
        let status = unsafe subjects.withUnsafeMutableBufferPointer { subjects in
            var wanted = unsafe jsStreamConfig()
            unsafe jsStreamConfig_Init(&wanted)
            unsafe wanted.Name = unsafe UnsafePointer(name)
            unsafe wanted.Subjects = subjects.baseAddress
            unsafe wanted.SubjectsLen = 1
            unsafe wanted.Storage = js_FileStorage
            unsafe wanted.MaxAge = Int64(settings.keepDays) * 86_400_000_000_000
            unsafe wanted.Duplicates = Int64(settings.duplicateWindow * 1e9)
            unsafe wanted.Replicas = Int64(settings.replicas)
            // A full stream says so, and the alarms wait here; the other way would delete older ones.
            unsafe wanted.Discard = js_DiscardNew
            return unsafe js_AddStream(&info, context, &wanted, nil, &code)
        }
        defer { unsafe jsStreamInfo_Destroy(info) }
        return try unsafe facts(status, code, info, doing: "cannot make the stream \(settings.stream)")
    }

    private func facts(
        _ status: natsStatus, _ code: jsErrCode, _ info: UnsafeMutablePointer<jsStreamInfo>?, doing: String
    ) throws -> StreamFacts {
        guard status == NATS_OK, let info = unsafe info?.pointee, let config = unsafe info.Config?.pointee else {
            let detail = code.rawValue == 0 ? "" : "JetStream's error \(code.rawValue)"
            throw NATSTrouble.failure(status, doing: doing, detail: detail)
        }
        return unsafe StreamFacts(config)
    }
}

extension StreamFacts {
    /// What the library has read of a server's answer.
    init(_ config: jsStreamConfig) {
        name = unsafe config.Name.map { unsafe String(cString: $0) } ?? ""
        subjects = unsafe (0..<Int(config.SubjectsLen)).compactMap { index in
            unsafe config.Subjects?[index].map { unsafe String(cString: $0) }
        }
        isOnFile = unsafe config.Storage == js_FileStorage
        replicas = unsafe Int(config.Replicas)
        switch unsafe config.Retention {
        case js_InterestPolicy: retention = .interest
        case js_WorkQueuePolicy: retention = .workQueue
        default: retention = .limits
        }
        dropsOldest = unsafe config.Discard == js_DiscardOld
        maximumAge = unsafe Self.limit(config.MaxAge).map { Double($0) / 1e9 }
        maximumBytes = unsafe Self.limit(config.MaxBytes)
        maximumMessages = unsafe Self.limit(config.MaxMsgs)
        maximumPerSubject = unsafe Self.limit(config.MaxMsgsPerSubject)
        duplicateWindow = unsafe Double(config.Duplicates) / 1e9
        isMute = unsafe config.NoAck
        isClosed = unsafe config.Sealed || config.Mirror != nil
    }

    /// Servers write 0 or -1 for none.
    private static func limit(_ number: Int64) -> Int? { number > 0 ? Int(number) : nil }
}
