import Testing

@testable import GB28181Sink

@Suite("A request on its way")
struct ClientTransactionTests {
    /// When it is sent again and given up, looked at every 50 ms.
    private func course(isReliable: Bool, patience: Double, provisionalAt: Double? = nil) -> [Double] {
        var timing = ClientTransaction.Timing()
        timing.patience = patience
        var transaction = ClientTransaction(at: 0, isReliable: isReliable, timing)
        var times: [Double] = []
        for step in 1...2000 {
            let now = Double(step) * 0.05
            if let provisionalAt, now == provisionalAt { #expect(transaction.heard(100) == .nothing) }
            switch transaction.tick(at: now) {
            case .send: times.append(now)
            case .giveUp: return times + [-now]
            case .nothing, .finish: break
            }
        }
        return times
    }

    @Test("Over UDP it is sent again after T1, then after twice as long each time, up to T2")
    func udp() {
        let times = course(isReliable: false, patience: 32)
        let expected = [0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5, -32]
        #expect(times.count == expected.count)
        #expect(zip(times, expected).allSatisfy { abs($0 - $1) < 0.001 }, "\(times)")
    }

    @Test("A provisional answer slows it down to T2")
    func proceeding() {
        let times = course(isReliable: false, patience: 10, provisionalAt: 0.4)
        let expected = [0.5, 4.5, 8.5, -10]
        #expect(times.count == expected.count && zip(times, expected).allSatisfy { abs($0 - $1) < 0.001 }, "\(times)")
    }

    @Test("Over TCP it is sent once and given up in time")
    func tcp() { #expect(course(isReliable: true, patience: 10) == [-10]) }

    @Test("A final answer ends it", arguments: [200, 302, 401, 404, 503, 603])
    func final(status: Int) {
        var transaction = ClientTransaction(at: 0, isReliable: false)
        #expect(transaction.heard(status) == .finish)
    }

    @Test("What was answered is answered again for half a minute, and forgotten when there is too much")
    func answered() {
        var answers = AnsweredRequests()
        answers.add([1], to: "a", at: 0)
        #expect(answers.answer(to: "a", at: 31) == [1])
        #expect(answers.answer(to: "a", at: 33) == nil)
        #expect(answers.answer(to: "b", at: 0) == nil)
        for number in 0..<600 { answers.add([2], to: "\(number)", at: 1) }
        #expect(answers.answer(to: "a", at: 1) == nil)
        #expect(answers.answer(to: "599", at: 1) == [2])
    }
}
