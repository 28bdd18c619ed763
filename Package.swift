// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// Assertions in the C kernels would cost more than the kernels; `-O3` lets clang vectorise them.
let kernels: [CSetting] = [.unsafeFlags(["-O3"])]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird = ["Hummingbird", "HummingbirdCore", "HummingbirdTLS"].map {
    Target.Dependency.product(name: $0, package: "hummingbird")
}
let nio = ["NIOCore", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
/// Where alarms go: each speaks one protocol, and knows none of the others.
let sinks: [Target.Dependency] = ["NATSSink", "MQTTSink", "KafkaSink", "WebhookSink", "GB28181Sink"]

// Rows as in ARCHITECTURE.md: a target imports only from rows above it.
let package = Package(
    name: "tocsin",
    products: [.executable(name: "tocsin", targets: ["tocsin"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // 0: C
        .target(
            name: "CFFmpeg",
            linkerSettings: ["avformat", "avcodec", "avutil", "swscale"].map { .linkedLibrary($0) }),
        .target(name: "CVision", cSettings: kernels),
        .target(name: "CHeap"),
        // Opened at run time: nothing is linked.
        .target(name: "COpenVINO"),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "CConsolePages", exclude: ["web"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(name: "CNATS", linkerSettings: [.linkedLibrary("nats")]),
        .target(name: "CMosquitto", linkerSettings: [.linkedLibrary("mosquitto")]),
        .target(name: "CRdKafka", linkerSettings: [.linkedLibrary("rdkafka")]),
        .target(
            name: "COpenCV", cxxSettings: [.unsafeFlags(["-I/usr/include/opencv4"])],
            linkerSettings: ["opencv_dnn", "opencv_core"].map { .linkedLibrary($0) }),
        // 1: the values that flow
        .target(name: "VideoCore", swiftSettings: strict),
        .target(name: "ChineseText", swiftSettings: strict),
        // 2: one duty each
        .target(name: "OwnCertificate", dependencies: ["VideoCore", crypto, asn1], swiftSettings: strict),
        .target(name: "VideoStreams", dependencies: ["VideoCore", "CFFmpeg", deque], swiftSettings: strict),
        .target(name: "Vision", dependencies: ["VideoCore", "CVision"], swiftSettings: strict),
        .target(
            name: "Inference", dependencies: ["VideoCore", "Vision", "COpenVINO", "COpenCV", crypto],
            swiftSettings: strict),
        .target(name: "Telemetry", dependencies: ["VideoCore"], swiftSettings: strict),
        // 3: what is made of frames
        .target(name: "Detectors", dependencies: ["VideoCore", "Vision", "Inference"], swiftSettings: strict),
        .target(name: "Linkage", swiftSettings: strict),
        .target(
            name: "Alarms", dependencies: ["VideoCore", "Telemetry", grdb, crypto], swiftSettings: strict),
        .target(name: "Accounts", dependencies: ["VideoCore", grdb, crypto, cryptoExtras], swiftSettings: strict),
        .target(name: "Audit", dependencies: ["VideoCore", grdb, crypto], swiftSettings: strict),
        .target(name: "Ledger", dependencies: ["VideoCore", grdb], swiftSettings: strict),
        // 4: what moves it
        .target(
            name: "Polling", dependencies: ["VideoCore", "VideoStreams", "Detectors", "Ledger", "Telemetry", logging],
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "CConsolePages", "CZlib", "Telemetry", "Alarms", "Accounts", "Ledger", "VideoCore", lifecycle, logging,
                httpTypes, nioSSL, crypto,
            ]
                + hummingbird + nio,
            swiftSettings: strict),
        .target(
            name: "Delivery", dependencies: ["Alarms", "Telemetry", "VideoCore", logging, lifecycle],
            swiftSettings: strict),
        .target(
            name: "NATSSink", dependencies: ["Delivery", "Alarms", "VideoCore", "CNATS", logging], swiftSettings: strict
        ),
        .target(
            name: "MQTTSink", dependencies: ["Delivery", "Alarms", "Linkage", "VideoCore", "CMosquitto", logging],
            swiftSettings: strict),
        .target(
            name: "KafkaSink", dependencies: ["Delivery", "Alarms", "VideoCore", "CRdKafka", logging],
            swiftSettings: strict),
        .target(
            name: "WebhookSink",
            dependencies: [
                "Delivery", "Alarms", "Linkage", "VideoCore", crypto, httpClient, nioSSL, nioHTTP, logging,
            ] + nio,
            swiftSettings: strict),
        .target(
            name: "GB28181Sink",
            dependencies: ["Delivery", "Alarms", "VideoCore", "ChineseText", crypto, logging] + nio,
            swiftSettings: strict),
        .target(
            name: "Clips", dependencies: ["VideoCore", "VideoStreams", "Alarms", "Telemetry", crypto, deque],
            swiftSettings: strict),
        .target(
            name: "Viewing", dependencies: ["VideoCore", "VideoStreams", "Alarms", deque], swiftSettings: strict),
        .target(
            name: "Pipeline", dependencies: ["VideoCore", "VideoStreams", "Telemetry", deque, logging],
            swiftSettings: strict),
        // 5: the file that settles it all
        .target(
            name: "SiteConfig",
            dependencies: [
                "ChineseText", "VideoCore", "VideoStreams", "Detectors", "Ledger", "Delivery", "Alarms",
                .product(name: "Yams", package: "Yams"),
            ] + sinks,
            swiftSettings: strict),
        // 6: the command
        .executableTarget(
            name: "tocsin",
            dependencies: [
                "CHeap", "VideoCore", "VideoStreams", "Telemetry", "Detectors", "Inference", "Alarms", "Delivery",
                "Pipeline", "SiteConfig", "Linkage", "Ledger", "Polling", "Console", "Clips", "Audit", "Accounts",
                "OwnCertificate", "Viewing", argumentParser, crypto, logging,
                lifecycle,
            ] + sinks,
            swiftSettings: strict),
        // T: ground truth
        // Optimised in debug builds too: every test that looks at pictures waits for it.
        .target(
            name: "SyntheticScenes", dependencies: ["VideoCore"], swiftSettings: strict + [.unsafeFlags(["-O"])]),
        .executableTarget(
            name: "tocsin-scenes", dependencies: ["SyntheticScenes", "VideoCore", "VideoStreams", argumentParser],
            swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["SyntheticScenes", "VideoCore", "VideoStreams"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        .executableTarget(
            name: "tocsin-bench",
            dependencies: [
                "VideoCore", "VideoStreams", "Detectors", "Inference", "Ledger", "SyntheticScenes", argumentParser,
            ],
            path: "benchmarks/TocsinBench", swiftSettings: strict),
        // Tests, one target for each target tested, and whole-program tests
        .executableTarget(
            name: "BookWriter", dependencies: ["Ledger"], path: "Tests/BookWriter", swiftSettings: strict),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["Ledger", "VideoCore", "VideoStreams", "TestSupport", "BookWriter", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "PollingTests",
            dependencies: [
                "Polling", "Ledger", "Detectors", "VideoStreams", "VideoCore", "SyntheticScenes", "TestSupport",
                logging,
                grdb,
            ], swiftSettings: strict),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Console", "Accounts", "Telemetry", "Alarms", "Ledger", "VideoCore", "TestSupport", lifecycle, logging,
                httpTypes,
            ] + nio, swiftSettings: strict),
        .testTarget(
            name: "AccountsTests", dependencies: ["Accounts", "VideoCore", "TestSupport", grdb], swiftSettings: strict),
        .testTarget(
            name: "OwnCertificateTests", dependencies: ["OwnCertificate", "VideoCore", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "AuditTests", dependencies: ["Audit", "VideoCore", "TestSupport", grdb], swiftSettings: strict),
        .testTarget(
            name: "ClipsTests",
            dependencies: ["Clips", "Alarms", "Telemetry", "VideoStreams", "VideoCore", "CFFmpeg", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ViewingTests",
            dependencies: ["Viewing", "VideoStreams", "VideoCore", "CFFmpeg", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "LinkageTests", dependencies: ["Linkage"], swiftSettings: strict),
        .testTarget(name: "VideoCoreTests", dependencies: ["VideoCore"], swiftSettings: strict),
        .testTarget(
            name: "VideoStreamsTests",
            dependencies: ["VideoStreams", "VideoCore", "SyntheticScenes", "TestSupport"],
            swiftSettings: strict),
        .target(name: "AllocationCount", path: "Tests/AllocationCount"),
        .testTarget(
            name: "DetectorsTests",
            dependencies: [
                "Detectors", "Inference", "Vision", "CVision", "VideoCore", "SyntheticScenes", "AllocationCount",
            ],
            exclude: ["Resources/make-colours.py", "Resources/make-wheels.py"],
            resources: [.copy("Resources/colours.onnx"), .copy("Resources/wheels.onnx")],
            swiftSettings: strict),
        .executableTarget(
            name: "AlarmWriter", dependencies: ["Alarms", "Delivery", "VideoCore"], path: "Tests/AlarmWriter",
            swiftSettings: strict),
        .testTarget(
            name: "AlarmsTests",
            dependencies: [
                "Alarms", "AlarmWriter", "Delivery", "Telemetry", "VideoCore", "TestSupport", "tocsin", grdb, crypto,
                argumentParser, logging, lifecycle,
            ],
            resources: [.copy("Resources/alarm-event.v1.schema.json")], swiftSettings: strict),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Delivery", "Alarms", "Linkage", "VideoCore", "Telemetry", "TestSupport", "CRdKafka", "CNATS",
                "AlarmWriter",
                "tocsin",
                logging,
                lifecycle,
                crypto,
            ] + sinks + nio, swiftSettings: strict),
        .testTarget(
            name: "GB28181Tests",
            dependencies: [
                "ChineseText", "GB28181Sink", "Delivery", "Alarms", "Detectors", "VideoCore", "TestSupport", crypto,
                logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "InferenceTests", dependencies: ["Inference", "VideoCore", "Vision", crypto],
            exclude: ["Resources/make-boxes.py", "Resources/make-cells.py"],
            resources: [.copy("Resources/boxes.onnx"), .copy("Resources/cells.onnx")], swiftSettings: strict),
        .testTarget(
            name: "TelemetryTests", dependencies: ["Telemetry", "VideoCore", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "VideoStreams", "VideoCore", "Detectors", "SyntheticScenes", "TestSupport",
                "AllocationCount", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SiteConfigTests",
            dependencies: [
                "SiteConfig", "VideoCore", "VideoStreams", "Detectors", "Ledger", "Delivery", "Alarms", "TestSupport",
                .product(name: "Yams", package: "Yams"),
            ] + sinks,
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "tocsin", "Alarms", "Ledger", "Polling", "Console", "SiteConfig", "Telemetry", "TestSupport",
                "SyntheticScenes",
                "VideoCore", "VideoStreams", "Detectors", argumentParser, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SyntheticScenesTests", dependencies: ["SyntheticScenes", "VideoCore"], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
