import Synchronization
import Testing

@testable import Alarms
@testable import tocsin

@Suite struct CommitListenerTests {
    @Test func `However often it is told, the call of the listener lies no deeper on the stack`() {
        let places = Mutex<[Int]>([])
        let listener = CommitListener()
        listener.listen { _, isSafe in
            var here = isSafe
            let place = unsafe withUnsafePointer(to: &here) { Int(bitPattern: $0) }
            places.withLock { $0.append(place) }
        }
        let event = AlarmEvent.sample(1)
        for _ in 0..<1000 { listener.heard(event, isSafe: true) }
        let heard = places.withLock { $0 }
        #expect(heard.count == 1000)
        #expect(Set(heard).count == 1, "\(heard[0] - heard[999]) bytes deeper")
    }

    @Test func `Nobody need listen`() {
        CommitListener().heard(.sample(1), isSafe: false)
    }
}
