import Foundation
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import tocsin

/// How many cameras fit: arithmetic, and what Linux says.
@Suite struct PlanTests {
    private let camera = Plan.Need(cores: 0.1, memoryBytes: 40e6, bitsPerSecond: 4e6)
    private let evidence = Plan.Evidence(seconds: 40, copies: 2, days: 30, alarmsPerDay: 1)

    /// A host that has plenty of everything.
    private var plenty: Plan.Host {
        Plan.Host(
            cores: 1000, memoryBytes: 1e15, diskBytes: 1e18, diskBytesPerSecond: 1e15,
            links: [.init(name: "eth0", bitsPerSecond: 1e15)])
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
        Tightness(resource: .network, cameras: 20) { $0.links = [.init(name: "eth0", bitsPerSecond: 100.1e6)] },
        // A quarter of the cameras is on the slow link: four times as many fit.
        Tightness(resource: .network, cameras: 80) {
            $0.links = [
                .init(name: "eth0", bitsPerSecond: 1e9, share: 0.75),
                .init(name: "eth1", bitsPerSecond: 100.1e6, share: 0.25),
            ]
        },
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
        (host.links, host.diskBytes, host.diskBytesPerSecond) = ([], nil, nil)
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
        #expect(ControlGroup.quota("150000 100000\n") == 1.5)
        #expect(ControlGroup.quota("max 100000\n") == nil)
        #expect(ControlGroup.quota("-1\n 100000\n") == nil)
        #expect(PlanHost.value(of: "MemAvailable:", in: "MemTotal: 9 kB\nMemAvailable:   5120 kB\n") == 5120)
        #expect(PlanHost.processors("cpu  1 2\ncpu0 1 2\ncpu1 1 2\nintr 5\n") == 2)
        #expect(PlanHost.processors("") == nil)
        #expect(PlanHost.busySeconds("cpu  100 0 50 900 7 3 2 9 4 0\ncpu0 1 2", ticks: 100) == 1.55)
        #expect(PlanHost.busySeconds("", ticks: 100) == nil)
    }

    @Test(arguments: [
        // busy, cores of the host, cores allowed, missed
        (30.0, 64.0, 2.0, 0.0), (63.0, 64.0, 2.0, 1.0), (64.0, 64.0, 2.0, 2.0), (1.5, 2.0, 2.0, 1.5),
        (0.0, 2.0, 2.0, 0.0), (3.0, 2.0, 4.0, 3.0),
    ])
    func `Others count as far as they take what this process may use`(
        busy: Double, hostCores: Double, allowed: Double, missed: Double
    ) {
        #expect(PlanHost.missed(of: busy, hostCores: hostCores, allowed: allowed) == missed)
    }

    struct Group: Sendable, CustomTestStringConvertible {
        var membership: String
        var files: [String: String]
        var cores: Double?
        var memoryBytes: Double?
        var testDescription: String { membership }
    }

    static let groups = [
        Group(
            membership: "0::/system.slice/tocsin.service\n",
            files: [
                "/sys/fs/cgroup/system.slice/tocsin.service/cpu.max": "200000 100000\n",
                "/sys/fs/cgroup/system.slice/cpu.max": "150000 100000\n",
                "/sys/fs/cgroup/system.slice/tocsin.service/memory.max": "max\n",
                "/sys/fs/cgroup/system.slice/tocsin.service/memory.current": "5\n",
                "/sys/fs/cgroup/system.slice/memory.max": "1000\n",
                "/sys/fs/cgroup/system.slice/memory.current": "700\n",
                "/sys/fs/cgroup/system.slice/memory.stat": "anon 500\ninactive_file 200\n",
            ], cores: 1.5, memoryBytes: 500),
        Group(
            membership: "0::/\n", files: ["/sys/fs/cgroup/cpu.max": "50000 100000\n"], cores: 0.5),
        Group(
            membership: "4:memory:/a\n2:cpu,cpuacct:/a/b\n0::/a/b\n",
            files: [
                "/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us": "-1\n",
                "/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": "300000\n",
                "/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "900\n",
                "/sys/fs/cgroup/memory/a/memory.usage_in_bytes": "950\n",
            ], cores: 3, memoryBytes: 0),
        Group(membership: "0::/user.slice\n", files: ["/sys/fs/cgroup/user.slice/cpu.max": "max 100000\n"]),
        Group(membership: "", files: [:]),
    ]

    @Test(arguments: groups)
    func `The least that a control group or one above it allows counts`(group: Group) {
        let read = ControlGroup(membership: group.membership) { group.files[$0] }
        #expect(read.cores == group.cores)
        #expect(read.memoryBytes == group.memoryBytes)
    }

    @Test func `A recorder that refuses is among what ends first, beside what the host would take`() {
        let needs = [Plan.Need](repeating: camera, count: 16)
        let plan = Plan(
            host: plenty, evidence: evidence, needs: needs,
            recorders: [.init(id: "nvr-1", given: 4, asked: 16, refused: 12)])
        #expect(plan.first == .recorders && plan.cameras == 4)
        #expect(plan.hostCameras ?? 0 > 1000)
        var small = plenty
        small.cores = 0.26
        let tight = Plan(
            host: small, evidence: evidence, needs: needs,
            recorders: [.init(id: "nvr-1", given: 4, asked: 16, refused: 12)])
        #expect(tight.first == .processor && tight.cameras == 2 && tight.limits[1].cameras == 4)
    }

    struct Step: Sendable, CustomTestStringConvertible {
        var cameras: PlanPace.Cameras
        var use: PlanPace.Use
        var next: Int
        var shortage: PlanPace.Shortage = .time
        var testDescription: String { "\(cameras)" }
    }

    /// On 4 cores with 4 GB free, of which 0.8 GB are left alone.
    static let steps = [
        Step(
            cameras: .init(), use: .init(cores: 0, othersCores: 4, memoryBytes: 0, freeBytes: 1), next: 4,
            shortage: .memory),
        // As many again while there is room.
        Step(
            cameras: .init(started: 4, running: 4),
            use: .init(cores: 0.4, othersCores: 0, memoryBytes: 0.2e9, freeBytes: 3.8e9), next: 4),
        // Room for 60 in memory, for 12 in the processor.
        Step(
            cameras: .init(started: 20, running: 20),
            use: .init(cores: 2, othersCores: 0, memoryBytes: 1e9, freeBytes: 3.8e9), next: 12),
        // Two that have not shown what they take.
        Step(
            cameras: .init(started: 22, running: 20, pending: 2),
            use: .init(cores: 2, othersCores: 0, memoryBytes: 1e9, freeBytes: 3.8e9), next: 10),
        Step(
            cameras: .init(started: 20, running: 20),
            use: .init(cores: 0.1, othersCores: 0, memoryBytes: 1e9, freeBytes: 0.84e9), next: 0, shortage: .memory),
        Step(
            cameras: .init(started: 20, running: 20),
            use: .init(cores: 2, othersCores: 1.15, memoryBytes: 1e9, freeBytes: 3.8e9), next: 0,
            shortage: .processor),
        // Nothing is known before the first picture.
        Step(
            cameras: .init(started: 4, pending: 4),
            use: .init(cores: 0.1, othersCores: 0, memoryBytes: 0, freeBytes: 4e9), next: 0),
        Step(cameras: .init(started: 4), use: .init(cores: 0, othersCores: 0, memoryBytes: 0, freeBytes: 4e9), next: 4),
    ]

    @Test(arguments: steps)
    func `Cameras are started as memory and processor have room`(step: Step) {
        let pace = PlanPace(cores: 4, memoryBytes: 4e9)
        #expect(pace.next(step.cameras, step.use) == step.next)
        if step.next == 0 { #expect(pace.shortage(step.cameras, step.use) == step.shortage) }
    }

    @Test func `Half a gigabyte is left alone in any case`() {
        #expect(PlanPace(cores: 1, memoryBytes: 1e9).reserve == 512 * 1024 * 1024)
        #expect(PlanPace(cores: 1, memoryBytes: 10e9).reserve == 2e9)
    }

    /// A camera of 25 pictures a second; the first four cost a second of processor each, the others a hundredth.
    private func sight(pictures: Int) -> PlanSight {
        var sight = PlanSight()
        sight.stage = .connected
        for index in 0..<pictures {
            sight.note(
                (640, 360), mediaTime: 100 + Double(index) / 25, packets: index + 1,
                processorSeconds: Double(min(index, 4)) + Double(max(index - 4, 0)) / 100)
        }
        return sight
    }

    @Test func `A camera is measured from when it has settled`() {
        let sight = sight(pictures: 251)
        #expect(sight.isMeasured)
        #expect(abs(sight.watchedSeconds - 10) < 1e-9 && abs(sight.seconds - 7) < 1e-9)
        #expect(abs(sight.cores - 0.25) < 1e-9 && abs(sight.framesPerSecond - 25) < 1e-9)
    }

    @Test func `What was not measured carries a reason`() throws {
        let address = try StreamAddress("rtsp://192.0.2.1/a")
        #expect(sight(pictures: 251).reason(address) == nil)
        #expect(sight(pictures: 1).reason(address)?.contains("only 0 s of video") == true)
        #expect(sight(pictures: 100).reason(address)?.contains("only 4 s of video") == true)
        var stopped = PlanSight()
        stopped.failure = StreamFailure(.stopped)
        for (stage, words) in [
            (PlanSight.Stage.untried, "not tried"), (.waiting, "not reached in the time"),
            (.connecting, "no answer in the time"), (.connected, "no picture came in the time"),
        ] {
            stopped.stage = stage
            #expect(stopped.reason(address)?.contains(words) == true)
        }
        stopped.isLetGo = true
        #expect(stopped.reason(address)?.contains("let go") == true)
        stopped.failure = StreamFailure(.refused)
        #expect(stopped.reason(address)?.contains("nothing listens") == true)
    }

    @Test func `A recording that was over too soon says so, one that was let go or long enough does not`() throws {
        let words = "the recording was over after 10 s: reckoned from the last 7 s of it."
        #expect(sight(pictures: 251).shortfall(of: 15) == words)
        #expect(sight(pictures: 251).shortfall(of: 7) == nil)
        #expect(sight(pictures: 100).shortfall(of: 15) == nil, "it was not measured, which has a reason of its own")
        var other = sight(pictures: 251)
        other.isLetGo = true
        #expect(other.shortfall(of: 15) == nil)
        other.isLetGo = false
        other.failure = StreamFailure(.stopped)
        #expect(other.shortfall(of: 15) == nil)
    }

    @Test func `The link to an address is the one that the kernel would take`() {
        #expect(PlanLinks.name(to: "127.0.0.1") == "lo")
        #expect(PlanLinks.name(to: "no such host") == nil)
        // A link that does not say how fast it is limits nothing.
        #expect(PlanLinks.links(to: ["127.0.0.1", "127.0.0.1"]).isEmpty)
    }

    @Test func `A reason holds for many cameras on one line`() {
        func one(_ name: String, _ failure: String?) -> PlanReport.Camera {
            PlanReport.Camera(camera: name, need: .init(), isMeasured: failure == nil, failure: failure)
        }
        let cameras = [one("ok", nil), one("x", "gone")] + (1...7).map { one("c\($0)", "not tried.") }
        #expect(PlanReport.reasons(cameras) == ["x: gone", "c1, c2, c3, c4, c5 and 2 more: not tried."])
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
