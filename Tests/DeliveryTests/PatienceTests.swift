import Testing

@testable import Delivery

@Suite("Patience ends, whatever is waited for")
struct PatienceTests {
    @Test("What comes in time is given, errors too")
    func inTime() async throws {
        #expect(try await within(seconds: 60) { 7 } == 7)
        await #expect(throws: DeliveryFailure(reason: "no")) {
            try await within(seconds: 60) { throw DeliveryFailure(reason: "no") }
        }
    }

    @Test("Work that cannot be interrupted is left behind")
    func tooLate() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (left, leave) = AsyncStream.makeStream(of: Bool.self)
        await #expect(throws: PatienceEnded(seconds: 0.01)) {
            try await within(seconds: 0.01) {
                // A task of its own is not cancelled with the caller.
                await Task { for await _ in gate { break } }.value
                leave.yield(Task.isCancelled)
            }
        }
        open.yield()
        for await wasCancelled in left {
            #expect(wasCancelled, "it is told")
            break
        }
    }

    @Test("A caller who is cancelled does not wait")
    func cancelled() async throws {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let caller = Task { try await within(seconds: 3600) { await Task { for await _ in gate { break } }.value } }
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
        open.yield()
    }
}
