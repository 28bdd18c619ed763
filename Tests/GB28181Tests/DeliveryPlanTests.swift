import Delivery
import TestSupport
import Testing

@testable import GB28181Sink

@Suite("The order in which a batch goes out")
struct DeliveryPlanTests {
    @Test("Of each camera one event is on its way, of all of them many")
    func lanes() {
        var plan = DeliveryPlan(lanes: ["a", "b", "a", "c", "b"])
        #expect((0..<4).map { _ in plan.next() } == [0, 1, 3, nil])
        plan.settle(1, nil)
        #expect(plan.next() == 4 && plan.next() == nil)
        plan.settle(0, nil)
        #expect(plan.next() == 2 && plan.next() == nil)
        for index in [3, 4, 2] { plan.settle(index, nil) }
        #expect(plan.next() == nil && plan.failure == nil && plan.end == 5)
    }

    @Test("There is an end to how many are on their way")
    func window() {
        var plan = DeliveryPlan(lanes: (0..<100).map { "\($0)" })
        var begun = 0
        while plan.next() != nil { begun += 1 }
        #expect(begun == DeliveryPlan.window)
    }

    @Test("After a refusal what stands before it is finished, and what stands behind it is left")
    func refusal() {
        var plan = DeliveryPlan(lanes: ["a", "b", "a", "b", "c"])
        #expect(plan.next() == 0 && plan.next() == 1 && plan.next() == 4)
        plan.settle(4, DeliveryFailure(fault: .event, reason: "no"))
        plan.settle(1, nil)
        #expect(plan.next() == 3)
        plan.settle(3, nil)
        plan.settle(0, DeliveryFailure(reason: "gone"))
        #expect(plan.next() == nil, "0 has failed: nothing more is delivered for certain")
        #expect(plan.failure == DeliveryFailure(delivered: 0, reason: "gone"))
    }

    @Test("Whatever fails, what counts as delivered was delivered, and each camera's events went in order")
    func property() {
        var random = Seeded(state: 7)
        for _ in 0..<500 {
            let lanes = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                "\(Int.random(in: 0..<6, using: &random))"
            }
            var plan = DeliveryPlan(lanes: lanes)
            var (running, delivered): ([Int], [Int]) = ([], [])
            while true {
                while let index = plan.next() { running.append(index) }
                guard let place = running.indices.randomElement(using: &random) else { break }
                let index = running.remove(at: place)
                let fails = Int.random(in: 0..<20, using: &random) == 0
                if !fails { delivered.append(index) }
                plan.settle(index, fails ? DeliveryFailure(fault: .event, reason: "\(index)") : nil)
            }
            #expect(Set(delivered).isSuperset(of: 0..<plan.end))
            #expect(plan.end == (plan.failure?.delivered ?? lanes.count))
            #expect(
                plan.failure.map { $0.reason == "\(plan.end)" } ?? true, "the failure is that of the event behind them")
            for lane in Set(lanes) {
                let order = delivered.filter { lanes[$0] == lane }
                #expect(order == order.sorted())
            }
        }
    }
}
