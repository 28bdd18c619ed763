import CMosquitto
import Delivery
import Glibc
import VideoCore

/// One connection to a broker, from its beginning to its end; a lost one is not made again. One owner, one thread: the
/// library calls back within ``step(_:)``.
@safe final class MQTTClient {
    private let handle: OpaquePointer
    private let settings: MQTTSettings
    /// What the broker has acknowledged since it was last looked at, with its reason codes.
    private(set) var acknowledged: [(id: Int32, code: Int32)] = []
    /// The answer to the wish to connect.
    private var connectCode: Int32?
    /// Why the connection ended: a reason code of the broker (0x80 and above), or an error of the library.
    private var endCode: Int32?
    /// Whether the broker ended the connection, or the library did, over something that was said on it.
    private(set) var hasObjected = false
    /// What the library said last in its log, to tell failures of TLS apart.
    private var complaint = ""

    /// Once in a process.
    private static let initialised: Void = { mosquitto_lib_init() }()

    /// A client that is not connected yet. The broker publishes `will` when the connection is lost.
    init(_ settings: MQTTSettings, id: String, will: MQTTMessage) throws(DeliveryFailure) {
        _ = Self.initialised
        self.settings = settings
        guard let handle = unsafe mosquitto_new(id, false, nil) else {
            throw DeliveryFailure(reason: "the MQTT library cannot be used: out of memory")
        }
        unsafe self.handle = handle
        unsafe mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
        listen()
        try configure(will: will)
    }

    deinit { unsafe mosquitto_destroy(handle) }

    /// Whether there is a connection.
    var isConnected: Bool { unsafe connectCode == 0 && endCode == nil && mosquitto_socket(handle) >= 0 }

    /// Connects, which may block for as long as names and routes take to fail, and waits for the broker's word.
    func connect(patience: Double) throws(DeliveryFailure) {
        var session: OpaquePointer?
        defer { unsafe mosquitto_property_free_all(&session) }
        if settings.version == .v5 {
            unsafe mosquitto_property_add_int32(&session, Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue), 86_400)
        }
        let result = unsafe mosquitto_connect_bind_v5(
            handle, settings.host, Int32(settings.port), Int32(settings.keepAlive), nil, session)
        guard result == MOSQ_ERR_SUCCESS.rawValue else { throw failure(ofConnecting: result) }
        let deadline = ContinuousClock.now + .seconds(patience)
        while connectCode == nil {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw DeliveryFailure(reason: "\(settings.place) does not answer: is it an MQTT broker?")
            }
            try step(0.1)
        }
        if let code = connectCode, code != 0 {
            throw unreachable(MQTTCode.refusedConnection(code, version: settings.version))
        }
    }

    /// Waits for something to happen for `seconds` at most, and lets the library do what is due. Throws when the
    /// connection has ended.
    func step(_ seconds: Double) throws(DeliveryFailure) {
        let socket = unsafe mosquitto_socket(handle)
        guard socket >= 0 else { throw ended() }
        let events = unsafe Int16(POLLIN) | (mosquitto_want_write(handle) ? Int16(POLLOUT) : 0)
        var wish = pollfd(fd: socket, events: events, revents: 0)
        // Not mosquitto_loop: it uses select, which fails in a process with more than 1024 open files.
        _ = unsafe poll(&wish, 1, Int32(seconds * 1000))
        // The library takes a stale EAGAIN for one of this read.
        errno = 0
        var result = unsafe mosquitto_loop_read(handle, 1)
        if result == MOSQ_ERR_SUCCESS.rawValue, unsafe mosquitto_want_write(handle) {
            errno = 0
            result = unsafe mosquitto_loop_write(handle, 1)
        }
        if result == MOSQ_ERR_SUCCESS.rawValue { result = unsafe mosquitto_loop_misc(handle) }
        guard result == MOSQ_ERR_SUCCESS.rawValue, unsafe mosquitto_socket(handle) >= 0 else {
            throw failure(ofConnecting: result)
        }
    }

    /// Takes what was acknowledged since the last time.
    func takeAcknowledged() -> [(id: Int32, code: Int32)] {
        defer { acknowledged.removeAll(keepingCapacity: true) }
        return acknowledged
    }

    /// Hands a message over to be acknowledged (QoS 1), and gives its number.
    func publish(_ message: MQTTMessage) -> Result<Int32, MQTTSendError> {
        var properties = unsafe properties(of: message)
        defer { unsafe mosquitto_property_free_all(&properties) }
        var id: Int32 = 0
        let result = unsafe message.body.withUnsafeBytes { body in
            unsafe mosquitto_publish_v5(
                handle, &id, message.topic, Int32(body.count), body.baseAddress, 1, message.isRetained, properties)
        }
        switch result {
        case MOSQ_ERR_SUCCESS.rawValue: return .success(id)
        case MOSQ_ERR_OVERSIZE_PACKET.rawValue, MOSQ_ERR_PAYLOAD_SIZE.rawValue: return .failure(.tooLarge)
        default: return .failure(.lost(lost(result)))
        }
    }

    /// The code with which the broker acknowledges `message`; nil when it does not within `patience` seconds, or the task
    /// is cancelled.
    func answer(to message: MQTTMessage, patience: Double) throws(DeliveryFailure) -> Int32? {
        let id: Int32
        switch publish(message) {
        case .success(let number): id = number
        case .failure(.tooLarge): return nil
        case .failure(.lost(let failure)): throw failure
        }
        let deadline = ContinuousClock.now + .seconds(patience)
        while ContinuousClock.now < deadline, !Task.isCancelled {
            try step(0.05)
            if let answer = takeAcknowledged().first(where: { $0.id == id }) { return answer.code }
        }
        return nil
    }

    /// Says goodbye, so that the broker does not publish the last will.
    func disconnect() { unsafe _ = mosquitto_disconnect(handle) }

    private func properties(of message: MQTTMessage) -> OpaquePointer? {
        var properties: OpaquePointer?
        guard settings.version == .v5 else { return unsafe properties }
        unsafe mosquitto_property_add_byte(&properties, Int32(MQTT_PROP_PAYLOAD_FORMAT_INDICATOR.rawValue), 1)
        if let type = message.contentType {
            unsafe mosquitto_property_add_string(&properties, Int32(MQTT_PROP_CONTENT_TYPE.rawValue), type)
        }
        if let expiry = message.expiry {
            let seconds = UInt32(clamping: expiry)
            unsafe mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), seconds)
        }
        if let event = message.event {
            unsafe mosquitto_property_add_string_pair(&properties, Int32(MQTT_PROP_USER_PROPERTY.rawValue), "id", event)
        }
        return unsafe properties
    }
}

/// Why a message could not be handed over.
enum MQTTSendError: Error {
    /// It is larger than MQTT or the broker takes.
    case tooLarge
    /// The connection has ended.
    case lost(DeliveryFailure)
}

extension MQTTClient {
    private func configure(will: MQTTMessage) throws(DeliveryFailure) {
        let version: Int32 = settings.version == .v5 ? 5 : 4
        unsafe mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version)
        unsafe mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
        unsafe mosquitto_max_inflight_messages_set(handle, UInt32(settings.inFlight))
        unsafe mosquitto_username_pw_set(handle, settings.username, settings.password?.revealed)
        unsafe will.body.withUnsafeBytes { body in
            unsafe _ = mosquitto_will_set(
                handle, will.topic, Int32(body.count), body.baseAddress, 1, will.isRetained)
        }
        guard let tls = settings.tls else { return }
        let result = unsafe mosquitto_tls_set(
            handle, tls.authorities, tls.authorities == nil ? "/etc/ssl/certs" : nil, tls.certificate, tls.key,
            // A key with a passphrase: nobody is there to be asked for it.
            { _, _, _, _ in 0 })
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw DeliveryFailure(
                reason: "the files of `tls` cannot be used: check that they are there and that this user may read them")
        }
    }

    private func listen() {
        unsafe mosquitto_connect_v5_callback_set(handle) { _, client, code, _, _ in
            unsafe MQTTClient.at(client)?.connectCode = code
        }
        unsafe mosquitto_disconnect_v5_callback_set(handle) { _, client, code, _ in
            // The first counts: closing calls once more.
            guard let client = unsafe MQTTClient.at(client) else { return }
            client.endCode = client.endCode ?? code
        }
        unsafe mosquitto_publish_v5_callback_set(handle) { _, client, id, code, _ in
            unsafe MQTTClient.at(client)?.acknowledged.append((id, code))
        }
        unsafe mosquitto_log_callback_set(handle) { _, client, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
            unsafe MQTTClient.at(client)?.complaint += String(cString: text) + "\n"
        }
    }

    private static func at(_ client: UnsafeMutableRawPointer?) -> MQTTClient? {
        unsafe client.map { unsafe Unmanaged<MQTTClient>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Why nothing can be written any more: the broker may have said it before it closed.
    private func lost(_ result: Int32) -> DeliveryFailure {
        do throws(DeliveryFailure) { try step(0) } catch { return error }
        return failure(ofConnecting: result)
    }

    private func ended() -> DeliveryFailure { failure(ofConnecting: endCode ?? MOSQ_ERR_CONN_LOST.rawValue) }

    /// What went wrong, by an error of the library; the broker's own word counts for more.
    private func failure(ofConnecting result: Int32) -> DeliveryFailure {
        let system = errno
        let error = mosq_err_t(result)
        let objections: [Int32] = [0x81, 0x82, 0x95, 0x99]
        let isNonsense = connectCode == 0 && (error == MOSQ_ERR_PROTOCOL || error == MOSQ_ERR_MALFORMED_PACKET)
        hasObjected = hasObjected || isNonsense || objections.contains(endCode ?? 0)
        if let endCode, endCode >= 0x80 { return unreachable(MQTTCode.endedConnection(endCode)) }
        if let connectCode, connectCode != 0 {
            return unreachable(MQTTCode.refusedConnection(connectCode, version: settings.version))
        }
        switch error {
        case MOSQ_ERR_TLS, MOSQ_ERR_TLS_HANDSHAKE:
            return unreachable(MQTTCode.failedHandshake(complaint, host: settings.host))
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP: return unreachable("there is no host of this name")
        case MOSQ_ERR_KEEPALIVE: return unreachable("it has gone silent")
        case MOSQ_ERR_PROTOCOL, MOSQ_ERR_MALFORMED_PACKET:
            return unreachable("it answers with something else than MQTT: check host, port and version")
        case MOSQ_ERR_ERRNO where system != 0: return unreachable(unsafe String(cString: strerror(system)).lowercased())
        case MOSQ_ERR_INVAL, MOSQ_ERR_NOT_SUPPORTED, MOSQ_ERR_MALFORMED_UTF8, MOSQ_ERR_NOMEM:
            return DeliveryFailure(reason: "the MQTT library refuses (error \(result)): check the settings")
        default:
            if connectCode == nil, !complaint.isEmpty {
                return unreachable(MQTTCode.failedHandshake(complaint, host: settings.host))
            }
            return unreachable("it ended the connection: it was restarted, or another client uses this client id")
        }
    }

    private func unreachable(_ reason: String) -> DeliveryFailure {
        DeliveryFailure(reason: "\(settings.place): \(reason)")
    }
}
