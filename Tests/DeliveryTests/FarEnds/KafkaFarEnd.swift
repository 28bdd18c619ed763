import Delivery
import KafkaSink
import TestSupport

/// librdkafka's mock cluster.
struct KafkaFarEnd: FarEnd {
    static let title = "Kafka (mock cluster)"
    private let cluster: KafkaCluster

    static func begin(in folder: ScratchFolder) throws -> KafkaFarEnd { KafkaFarEnd(cluster: try KafkaCluster()) }

    func sink(named name: String, _ login: FarEndLogin) -> (any AlarmSink)? {
        // The mock cluster knows neither users nor certificates.
        guard login == .right else { return nil }
        var settings = KafkaSettings(brokers: cluster.addresses)
        settings.timeout = 4
        return KafkaSink(name: name, settings)
    }

    var entry: String { "kafka: {brokers: [\(cluster.addresses.map { "\"\($0)\"" }.joined(separator: ", "))]}" }

    var consumer: (program: String, environment: [String: String])? {
        ("from_kafka.py", ["KAFKA_BROKERS": cluster.addresses.joined(separator: ",")])
    }

    func suffer(_ fault: FarEndFault) async throws -> Bool {
        switch fault {
        case .killed: await cluster.setDown(true)
        case .slow: await cluster.setDelay(100)
        case .silent: await cluster.setDelay(120_000)
        case .refuses, .acknowledgesTwice: return false
        }
        return true
    }

    func mend() async throws {
        await cluster.setDelay(0)
        await cluster.setDown(false)
    }

    func received() async throws -> [[UInt8]] { try await cluster.records().map(\.body) }

    func end() {}
}
