import CRdKafka
import Delivery
import Glibc
import VideoCore

/// The library's settings for one producer.
enum KafkaConfiguration {
    /// What the library is told of `settings`.
    static func values(_ settings: KafkaSettings, clientName: String) -> [(key: String, value: String)] {
        let milliseconds = "\(Int(settings.timeout * 1000))"
        let fixed = [
            ("bootstrap.servers", settings.brokers.joined(separator: ",")), ("client.id", clientName),
            // Every replica that is in step must have an event, and one that is sent twice is kept once.
            ("acks", "all"), ("enable.idempotence", "true"),
            // Alarms do not wait for company: whatever is there goes at once.
            ("linger.ms", "0"),
            ("message.timeout.ms", milliseconds), ("socket.timeout.ms", milliseconds),
            ("socket.connection.setup.timeout.ms", "5000"), ("reconnect.backoff.max.ms", "1000"),
            ("topic.metadata.propagation.max.ms", "3000"), ("socket.keepalive.enable", "true"),
            // As clients in Java place keys.
            ("partitioner", "murmur2_random"),
        ]
        return fixed + security(settings)
    }

    private static func security(_ settings: KafkaSettings) -> [(String, String)] {
        let way: String
        switch (settings.login != nil, settings.tls != nil) {
        case (false, false): way = "plaintext"
        case (false, true): way = "ssl"
        case (true, false): way = "sasl_plaintext"
        case (true, true): way = "sasl_ssl"
        }
        var values: [(String, String?)] = [("security.protocol", way)]
        if let login = settings.login {
            values += [
                ("sasl.mechanism", login.mechanism.rawValue), ("sasl.username", login.user),
                ("sasl.password", login.password.revealed),
            ]
        }
        if let tls = settings.tls {
            values += [
                ("ssl.ca.location", tls.authorities), ("ssl.certificate.location", tls.certificate),
                ("ssl.key.location", tls.key), ("ssl.endpoint.identification.algorithm", "https"),
            ]
        }
        return values.compactMap { key, value in value.map { (key, $0) } }
    }

    /// The library's object, the caller's to destroy or hand over; throws ``DeliveryFailure``.
    static func make(_ settings: KafkaSettings, clientName: String) throws -> OpaquePointer {
        guard let configuration = unsafe rd_kafka_conf_new() else {
            throw DeliveryFailure(reason: "there is no memory for a connection to Kafka")
        }
        unsafe CRdKafkaSilence(configuration)
        unsafe rd_kafka_conf_set_events(configuration, RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR)
        for (key, value) in values(settings, clientName: clientName) {
            // The library's own words may hold the value, so that they are not passed on.
            guard unsafe rd_kafka_conf_set(configuration, key, value, nil, 0) == RD_KAFKA_CONF_OK else {
                unsafe rd_kafka_conf_destroy(configuration)
                throw DeliveryFailure(reason: "Kafka's library does not take the setting for \(key): check its value")
            }
        }
        return unsafe configuration
    }

    /// Why a file that `settings` name cannot be used; nil when all can be read.
    static func unreadable(_ settings: KafkaSettings) -> String? {
        let files = [
            ("authorities", settings.tls?.authorities), ("certificate", settings.tls?.certificate),
            ("key", settings.tls?.key),
        ]
        let bad = files.first { _, path in path.map { unsafe access($0, R_OK) != 0 } ?? false }
        return bad.map { "the file of `tls.\($0.0)` cannot be read: check its path and its owner" }
    }
}
