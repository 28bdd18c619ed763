import Foundation
import Synchronization

/// Keeps one camera's packets coming: a thread that connects, reads, notices silence, and connects again.
///
/// It never gives up. The thread blocks in FFmpeg; everything it finds out goes into the ring and the status.
public final class PacketReader: Sendable {
    /// What a reader is told besides the stream's settings.
    public struct Options: Sendable {
        /// How long each step may take.
        public var timing = ConnectionTiming()
        /// Devices with the same name share `maxConnects`; the host and port when nil.
        public var device: String?
        /// Simultaneous attempts to connect to the device.
        public var maxConnects = 4
        /// Whether a recording starts again at its end.
        public var repeatsRecording = false

        /// The defaults.
        public init() {}
    }

    /// What is known of the stream.
    public struct Status: Hashable, Sendable {
        /// Where it stands.
        public internal(set) var phase = StreamPhase.idle
        /// Connections made so far.
        public internal(set) var connections = 0
        /// The last failure, also while the stream is well again.
        public internal(set) var lastFailure: StreamFailure?
    }

    private let settings: StreamSettings
    private let options: Options
    private let budget: ConnectionBudget
    private let ring: PacketRing
    private let interruption = Interruption()
    private let current = Mutex(Status())
    /// Why the session under way is of no use to whoever takes the packets.
    private let complaint = Mutex<StreamFailure?>(nil)
    private let onChange: @Sendable (Status) -> Void

    /// A reader that fills `ring`. `onChange` is called on the reader's thread whenever the phase changes.
    public init(
        settings: StreamSettings, options: Options = Options(), budget: ConnectionBudget, ring: PacketRing,
        onChange: @escaping @Sendable (Status) -> Void = { _ in }
    ) {
        self.settings = settings
        self.options = options
        self.budget = budget
        self.ring = ring
        self.onChange = onChange
    }

    /// What is known of the stream now.
    public var status: Status { current.withLock { $0 } }

    /// Starts the thread. Call it once.
    public func start() {
        let thread = Thread { self.run() }
        thread.name = "reader"
        // FFmpeg's demuxers keep large buffers on the stack; the default of 8 MB times 64 cameras is not needed.
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Ends the thread; the ring is finished within about a tenth of a second.
    public func stop() { interruption.stop() }

    /// Ends the session under way and begins another: what it sends cannot be used, as after a change of codec.
    public func reconnect(because failure: StreamFailure) {
        complaint.withLock { $0 = failure }
        interruption.breakOff()
    }

    private func run() {
        var machine = ConnectionMachine(timing: options.timing)
        var action = machine.handle(.begin, now: seconds(), random: 1)
        var sequence = 0
        while !interruption.isStopping {
            publish(machine.phase)
            switch action {
            case .connect(let within):
                action = session(&machine, within: within, sequence: &sequence)
            case .pause(let pause):
                interruption.wait(seconds: pause)
                action = machine.handle(.pauseOver, now: seconds(), random: 1)
            case .read, .finish:
                ring.finish()
                return
            }
        }
        ring.finish()
    }

    /// One connection from its beginning to its end; returns what to do after it.
    private func session(
        _ machine: inout ConnectionMachine, within: Double, sequence: inout Int
    ) -> ConnectionMachine.Action {
        do throws(StreamFailure) {
            var source = try connect(within: within)
            var pacer = settings.address.isFile ? RecordingPacer() : nil
            var action = machine.handle(.opened, now: seconds(), random: 1)
            while case .read(let within) = action {
                publish(machine.phase)
                interruption.allow(seconds: within)
                guard let packet = try source.next(sequence: sequence) else {
                    return machine.handle(
                        .endOfRecording(again: options.repeatsRecording), now: seconds(), random: 1)
                }
                sequence += 1
                if let wait = pacer?.wait(for: packet) { interruption.wait(seconds: wait) }
                ring.push(packet)
                action = machine.handle(
                    .packet(isKeyframe: packet.isKeyframe), now: seconds(), random: .random(in: 0...1))
                if let complaint = complaint.withLock({ $0.take() }) { throw complaint }
                if interruption.isStopping { throw StreamFailure(.stopped) }
            }
            return action
        } catch {
            let error = complaint.withLock { $0.take() } ?? error
            return machine.handle(.failed(error), now: seconds(), random: .random(in: 0...1))
        }
    }

    private func connect(within: Double) throws(StreamFailure) -> PacketSource {
        let device = options.device ?? settings.address.authority
        guard budget.enter(device: device, limit: options.maxConnects, interruption: interruption) else {
            throw StreamFailure(.stopped)
        }
        defer { budget.leave(device: device) }
        interruption.allow(seconds: within)
        let connection = current.withLock { $0.connections }
        let source = try PacketSource.open(settings, connection: connection, interruption: interruption)
        current.withLock { $0.connections += 1 }
        return source
    }

    private func publish(_ phase: StreamPhase) {
        let changed = current.withLock { status -> Status? in
            guard status.phase != phase else { return nil }
            status.phase = phase
            if case .pausing(let failure) = phase { status.lastFailure = failure }
            return status
        }
        if let changed { onChange(changed) }
    }

    private func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}

/// Plays a recording at the speed it was filmed at.
private struct RecordingPacer {
    private var began: (stamp: Double, at: ContinuousClock.Instant)?

    /// Seconds to wait before `packet` is due.
    mutating func wait(for packet: EncodedPacket) -> Double? {
        guard let stamp = packet.decodeTime else { return 1.0 / 25 }
        guard let began else {
            self.began = (stamp, .now)
            return nil
        }
        let wait = stamp - began.stamp - (ContinuousClock.now - began.at) / .seconds(1)
        return wait > 0 ? min(wait, 5) : nil
    }
}
