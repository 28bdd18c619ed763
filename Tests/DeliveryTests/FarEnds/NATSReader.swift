import CNATS
import Foundation

/// A client of a NATS server beside the sink: reads what a stream holds, and makes streams as an operator would.
@safe struct NATSReader: ~Copyable {
    /// One message of a stream.
    struct Message: Sendable {
        let subject: String
        let body: [UInt8]
        let id: String
    }

    /// What the library said.
    struct Trouble: Error {
        let status: UInt32
    }

    /// Milliseconds to wait for a connection, and for an answer: those of the library are too few for a busy machine.
    private static let patience: (connect: Int64, answer: Int64) = (20_000, 30_000)

    private let connection: OpaquePointer
    private let context: OpaquePointer

    /// Connects to `url`, which may hold a login.
    init(_ url: String) throws {
        var options: OpaquePointer?
        try Self.check(unsafe natsOptions_Create(&options))
        defer { unsafe natsOptions_Destroy(options) }
        try Self.check(unsafe natsOptions_SetURL(options, url))
        try Self.check(unsafe natsOptions_SetTimeout(options, Self.patience.connect))
        var made: OpaquePointer?
        try Self.check(unsafe natsConnection_Connect(&made, options))
        guard let connection = unsafe made else { throw Trouble(status: 1) }
        var asking = unsafe jsOptions()
        unsafe jsOptions_Init(&asking)
        unsafe asking.Wait = Self.patience.answer
        var context: OpaquePointer?
        try Self.check(unsafe natsConnection_JetStream(&context, connection, &asking))
        guard let context = unsafe context else { throw Trouble(status: 1) }
        unsafe (self.connection, self.context) = unsafe (connection, context)
    }

    deinit {
        unsafe jsCtx_Destroy(context)
        unsafe natsConnection_Destroy(connection)
    }

    /// Everything in `stream`, the oldest first.
    func messages(in stream: String = "TOCSIN_ALARMS") throws -> [Message] {
        var info: UnsafeMutablePointer<jsStreamInfo>?
        try Self.check(unsafe js_GetStreamInfo(&info, context, stream, nil, nil))
        defer { unsafe jsStreamInfo_Destroy(info) }
        guard let state = unsafe info?.pointee.State, unsafe state.Msgs > 0 else { return [] }
        return try unsafe (state.FirstSeq...state.LastSeq).map { try message($0, in: stream) }
    }

    private func message(_ sequence: UInt64, in stream: String) throws -> Message {
        var found: OpaquePointer?
        try Self.check(unsafe js_GetMsg(&found, context, stream, sequence, nil, nil))
        defer { unsafe natsMsg_Destroy(found) }
        var id: UnsafePointer<CChar>?
        try Self.check(unsafe natsMsgHeader_Get(found, "Nats-Msg-Id", &id))
        let count = unsafe Int(natsMsg_GetDataLength(found))
        return unsafe Message(
            subject: String(cString: natsMsg_GetSubject(found)),
            body: Array(UnsafeRawBufferPointer(start: natsMsg_GetData(found), count: count)),
            id: id.map { unsafe String(cString: $0) } ?? "")
    }

    /// Asks `$JS.API.<verb>.<stream>` in JetStream's own words, and returns the answer.
    func ask(_ verb: String, _ stream: String = "TOCSIN_ALARMS", _ json: String = "") throws -> String {
        var answer: OpaquePointer?
        let subject = "$JS.API.\(verb).\(stream)"
        try Self.check(
            unsafe natsConnection_RequestString(&answer, connection, subject, json, Self.patience.answer))
        defer { unsafe natsMsg_Destroy(answer) }
        let count = unsafe Int(natsMsg_GetDataLength(answer))
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: natsMsg_GetData(answer), count: count), as: UTF8.self)
    }

    private static func check(_ status: natsStatus) throws {
        guard status == NATS_OK else { throw Trouble(status: status.rawValue) }
    }
}
