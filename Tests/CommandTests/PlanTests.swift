import Foundation
import TestSupport
import Testing
import VideoCore

@testable import tocsin

/// How many cameras fit: arithmetic, and what Linux says.
@Suite struct PlanTests {
    private let camera = Plan.Need(cores: 0.1, memoryBytes: 40e6, bitsPerSecond: 4e6)
    private let evidence = Plan.Evidence(seconds: 40, copies: 2, days: 30, alarmsPerDay: 1)

    /// A host that has plenty of everything.
    private var plenty: Plan.Host {
        Plan.Host(
            cores: 1000, memoryBytes: 1e15, diskBytes: 1e18, diskBytesPerSecond: 1e15,
            link: .init(name: "eth0", bitsPerSecond: 1e15))
    }

    struct Tightness: Sendable, CustomTestStringConvertible {
        var resource: Plan.Resource
        var cameras: Int
        var change: @Sendable (inout Plan.Host) -> Void
        var testDescription: String { "\(resource), \(cameras)" }
    }

    static let table = [
        Tightness(resource: .processor, cameras: 16) { $0.cores = 2 },
        Tightness(resource: .processor, cameras: 6) { ($0.cores, $0.busyCores) = (2, 0.99) },
        Tightness(resource: .processor, cameras: 0) { ($0.cores, $0.busyCores) = (2, 2) },
        Tightness(resource: .memory, cameras: 20) { $0.memoryBytes = 1.001e9 },
        // An alarm is 40 s × 0.5 MB/s × 2 and its pictures: 40.6 MB; a camera keeps 30 of them.
        Tightness(resource: .disk, cameras: 82) { $0.diskBytes = 100e9 },
        Tightness(resource: .diskSpeed, cameras: 50) { $0.diskBytesPerSecond = 50e6 },
        Tightness(resource: .network, cameras: 20) { $0.link = .init(name: "eth0", bitsPerSecond: 100.1e6) },
    ]

    @Test(arguments: table)
    func `The tightest resource says how many cameras fit`(row: Tightness) {
        var host = plenty
        row.change(&host)
        let plan = Plan(host: host, evidence: evidence, needs: [camera])
        #expect(plan.first == row.resource)
        #expect(plan.cameras == row.cameras)
        #expect(plan.limits.map(\.cameras) == plan.limits.map(\.cameras).sorted())
    }

    @Test func `What is not known limits nothing`() {
        var host = plenty
        (host.link, host.diskBytes, host.diskBytesPerSecond) = (nil, nil, nil)
        let plan = Plan(host: host, evidence: evidence, needs: [camera])
        #expect(Set(plan.limits.map(\.resource)) == [.processor, .memory])
        #expect(Plan(host: host, evidence: evidence, needs: []).cameras == nil)
    }

    @Test func `Without alarms or clips the disk limits nothing, and cameras are reckoned by their mean`() {
        let quiet = Plan.Evidence(seconds: 0, copies: 0, days: 30, alarmsPerDay: 0)
        let small = Plan.Need(cores: 0.02, memoryBytes: 10e6, bitsPerSecond: 0.5e6)
        let plan = Plan(host: plenty, evidence: quiet, needs: [camera, small])
        #expect(!plan.limits.contains { [.disk, .diskSpeed].contains($0.resource) })
        #expect(abs(plan.need.cores - 0.06) < 1e-12 && plan.need.memoryBytes == 25e6)
    }

    @Test func `A camera that was not measured is reckoned like those of its size, or else like all`() {
        func one(_ picture: [Int]?, _ cores: Double, isMeasured: Bool = true) -> PlanReport.Camera {
            PlanReport.Camera(
                camera: "a", picture: picture, need: Plan.Need(cores: cores, memoryBytes: 1, bitsPerSecond: 1),
                isMeasured: isMeasured)
        }
        var cameras = [
            one([1920, 1080], 0.25), one([640, 360], 0.125), one([640, 360], 0, isMeasured: false),
            one(nil, 0, isMeasured: false),
        ]
        PlanReport.estimate(&cameras)
        #expect(cameras.map(\.need.cores) == [0.25, 0.125, 0.125, 0.1875])
    }

    @Test(arguments: [
        (8, 1.0, 0.5, 0), (8, 1.9, 0, 3), (8, 1.9, 0.6, 6), (8, 0.5, 1.5, 7), (2, 2.0, 0, 1), (1, 2.0, 0, 0),
    ])
    func `Cameras are let go until the host keeps up, never all`(count: Int, own: Double, others: Double, letGo: Int) {
        #expect(PlanProbe.surplus(count: count, own: own, others: others, cores: 2) == letGo)
        let chosen = PlanProbe.spread(Array(0..<count), letGo)
        #expect(chosen.count == letGo && Set(chosen).count == letGo)
    }

    @Test func `Files of the system are read as the kernel writes them`() {
        #expect(PlanHost.quota("150000 100000\n") == 1.5)
        #expect(PlanHost.quota("max 100000\n") == nil)
        #expect(PlanHost.kibibytes(of: "MemAvailable", in: "MemTotal: 9 kB\nMemAvailable:   5120 kB\n") == 5120)
        #expect(PlanHost.busySeconds("cpu  100 0 50 900 7 3 2 9 4 0\ncpu0 1 2", ticks: 100) == 1.55)
        #expect(PlanHost.busySeconds("", ticks: 100) == nil)
    }

    @Test func `Disk speed is measured and nothing stays`() throws {
        let scratch = try ScratchFolder()
        let folder = (scratch.file("x") as NSString).deletingLastPathComponent
        _ = PlanHost.writeSpeed(of: folder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        #expect(PlanHost.existingFolder(folder + "/not/there") == folder)
        #expect(PlanHost.writeSpeed(of: "/not/there") == nil)
    }
}
