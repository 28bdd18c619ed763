import CRdKafka
import Foundation

/// The cluster of three brokers that librdkafka brings along for tests: it speaks Kafka's protocol on 127.0.0.1, keeps
/// what it gets in memory, and fails as it is told. It is no Kafka: it has no disk, no users and no certificates.
@safe actor KafkaCluster {
    static let topic = "tocsin-alarms"
    private static let partitions: Int32 = 12
    private static let brokers: ClosedRange<Int32> = 1...3

    /// One record of a topic.
    struct Record: Sendable {
        let partition: Int32
        let key: String
        let headers: [String: String]
        let body: [UInt8]
    }

    /// What the library said.
    struct Trouble: Error { let text: String }

    /// Where its brokers listen.
    nonisolated let addresses: [String]
    private let owner: OpaquePointer
    private let cluster: OpaquePointer

    /// Starts one, with an empty topic.
    init() throws {
        let configuration = unsafe rd_kafka_conf_new()
        if let configuration = unsafe configuration { unsafe CRdKafkaSilence(configuration) }
        guard let owner = unsafe rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0),
            let cluster = unsafe rd_kafka_mock_cluster_new(owner, Self.brokers.upperBound)
        else { throw Trouble(text: "no mock cluster") }
        unsafe (self.owner, self.cluster) = unsafe (owner, cluster)
        let list = unsafe String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
        addresses = list.split(separator: ",").map(String.init)
        unsafe rd_kafka_mock_topic_create(cluster, Self.topic, Self.partitions, 3)
    }

    isolated deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster)
        unsafe rd_kafka_destroy(owner)
    }

    /// Lets all brokers go away, or come back.
    func setDown(_ isDown: Bool) {
        for broker in Self.brokers {
            _ =
                unsafe isDown
                ? rd_kafka_mock_broker_set_down(cluster, broker) : rd_kafka_mock_broker_set_up(cluster, broker)
        }
    }

    /// Makes every answer so many milliseconds late.
    func setDelay(_ milliseconds: Int32) {
        for broker in Self.brokers { unsafe rd_kafka_mock_broker_set_rtt(cluster, broker, milliseconds) }
    }

    /// Makes the next requests to write fail, one after the other.
    func failWrites(_ errors: [rd_kafka_resp_err_t]) {
        let produce: Int16 = 0
        var errors = errors
        unsafe rd_kafka_mock_push_request_errors_array(cluster, produce, errors.count, &errors)
    }

    /// Makes everything about the topic fail.
    func failTopic(_ error: rd_kafka_resp_err_t) { unsafe rd_kafka_mock_topic_set_error(cluster, Self.topic, error) }

    /// Lets another broker lead every partition.
    func moveLeaders(to broker: Int32) {
        for partition in 0..<Self.partitions {
            unsafe rd_kafka_mock_partition_set_leader(cluster, Self.topic, partition, broker)
        }
    }

    /// All that lies in the topic, read by a consumer; each partition in order.
    func records() throws -> [Record] {
        let configuration = unsafe rd_kafka_conf_new()
        if let configuration = unsafe configuration { unsafe CRdKafkaSilence(configuration) }
        for (key, value) in [
            ("bootstrap.servers", addresses.joined(separator: ",")), ("group.id", "centre"),
            ("enable.partition.eof", "true"), ("fetch.wait.max.ms", "20"), ("enable.auto.commit", "false"),
        ] {
            unsafe rd_kafka_conf_set(configuration, key, value, nil, 0)
        }
        guard let consumer = unsafe rd_kafka_new(RD_KAFKA_CONSUMER, configuration, nil, 0) else {
            throw Trouble(text: "no consumer")
        }
        defer { unsafe rd_kafka_destroy(consumer) }
        let list = unsafe rd_kafka_topic_partition_list_new(Self.partitions)
        defer { unsafe rd_kafka_topic_partition_list_destroy(list) }
        for partition in 0..<Self.partitions {
            unsafe rd_kafka_topic_partition_list_add(list, Self.topic, partition).pointee.offset = Int64(
                RD_KAFKA_OFFSET_BEGINNING)
        }
        unsafe rd_kafka_assign(consumer, list)
        return try unsafe read(consumer)
    }

    private func read(_ consumer: OpaquePointer) throws -> [Record] {
        var records: [Record] = []
        var open = Set(0..<Self.partitions)
        let end = ContinuousClock.now + .seconds(60)
        while !open.isEmpty {
            guard ContinuousClock.now < end else { throw Trouble(text: "the topic cannot be read to its end") }
            guard let message = unsafe rd_kafka_consumer_poll(consumer, 100) else { continue }
            defer { unsafe rd_kafka_message_destroy(message) }
            switch unsafe message.pointee.err {
            case RD_KAFKA_RESP_ERR__PARTITION_EOF: open.remove(unsafe message.pointee.partition)
            case RD_KAFKA_RESP_ERR_NO_ERROR: records.append(unsafe Record(message))
            default: continue
            }
        }
        return records
    }
}

extension KafkaCluster.Record {
    fileprivate init(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let it = unsafe message.pointee
        func bytes(_ start: UnsafeMutableRawPointer?, _ count: Int) -> [UInt8] {
            unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
        }
        var found: [String: String] = [:]
        var headers: OpaquePointer?
        if unsafe rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR {
            var (name, value, size): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
            var index = 0
            while unsafe rd_kafka_header_get_all(headers, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
                let key = unsafe name
            {
                found[unsafe String(cString: key)] = unsafe String(
                    decoding: UnsafeRawBufferPointer(start: value, count: size), as: UTF8.self)
                index += 1
            }
        }
        self.init(
            partition: unsafe it.partition, key: String(decoding: unsafe bytes(it.key, it.key_len), as: UTF8.self),
            headers: found, body: unsafe bytes(it.payload, it.len))
    }
}
