import Testing
import VideoCore

@testable import Detectors

@Suite struct StayTests {
    private static let region = Region(x: 0.4, y: 0.5, width: 0.2, height: 0.4)

    private func sighting(clear: Bool = true, x: Double = 0.4) -> Sighting {
        var region = Self.region
        region.x = x
        return Sighting(region: region, confidence: clear ? 0.8 : 0.35, isClear: clear)
    }

    /// Plays looks, five a second: c clear in the cabin, k kept in the cabin, d clear in the door, o outside, . not seen.
    private func play(_ looks: String, ringsAtDoor: Bool = false, doorIsOpen: Bool = false) -> [Stay.Change] {
        var stay = Stay(number: 1, sighting(), in: .outside, at: 0)
        return looks.enumerated().map { index, look in
            let t = Double(index) * 0.2
            if look == "." { return stay.missed(for: 0.2, doorIsOpen: doorIsOpen, isHidden: false) }
            let zone: LiftZone = look == "d" ? .door : look == "o" ? .outside : .cabin
            return stay.seen(sighting(clear: look != "k"), in: zone, at: t, ringsAtDoor: ringsAtDoor)
        }
    }

    @Test(
        "It rings with the third of five looks that show it clearly in the cabin, and not before",
        arguments: [
            ("ccc", 2), ("c.c.c", 4), ("dccc", 3), ("ooccc", 4), ("cc..", nil), ("kkkkkkkk", nil), ("ckkkckkkc", nil),
            (String(repeating: "d", count: 60), nil), ("oooooooooo", nil), ("c...c...c", nil),
        ] as [(String, Int?)])
    func rings(looks: String, at: Int?) {
        #expect(play(looks).firstIndex(of: .rang) == at)
    }

    @Test("The door rings where it is wanted, and the cabin makes it an entry")
    func door() {
        #expect(
            play("dddcccc", ringsAtDoor: true) == [.nothing, .nothing, .rang, .nothing, .nothing, .entered, .nothing])
    }

    @Test("It is gone 3 s after it was seen before an open door or outside, and 10 s behind a shut one")
    func gone() {
        func looks(_ start: String, open: Bool) -> Int? {
            play(start + String(repeating: ".", count: 100), doorIsOpen: open).firstIndex(of: .gone).map {
                $0 - start.count + 1
            }
        }
        #expect(looks("ccc", open: true) == 15)
        #expect(looks("ccc", open: false) == 50)
        #expect(looks("cccddd", open: true) == 15 && looks("cccooo", open: false) == 15)
        #expect(looks("c", open: false) == 10)
    }

    @Test("Zones: the foot decides, or the larger part; the door lies before the cabin")
    func zones() {
        let door = Polygon([
            ImagePoint(x: 0.3, y: 0.2), ImagePoint(x: 0.7, y: 0.2), ImagePoint(x: 0.7, y: 0.6),
            ImagePoint(x: 0.3, y: 0.6),
        ])
        let cabin = Polygon([
            ImagePoint(x: 0.1, y: 0.6), ImagePoint(x: 0.9, y: 0.6), ImagePoint(x: 0.9, y: 1), ImagePoint(x: 0.1, y: 1),
        ])
        let zones = LiftZones(cabin: cabin, door: door)
        func zone(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> LiftZone {
            zones.zone(of: Region(x: x, y: y, width: width, height: height))
        }
        #expect(zone(0.4, 0.3, 0.2, 0.2) == .door)
        #expect(zone(0.4, 0.3, 0.2, 0.4) == .cabin)
        #expect(zone(0.0, 0.0, 0.1, 0.2) == .outside)
        #expect(zone(0.2, 0.65, 0.2, 0.3) == .cabin)
        let open = LiftZones(cabin: nil, door: nil)
        #expect(open.zone(of: Region(x: 0, y: 0, width: 0.1, height: 0.1)) == .cabin)
    }
}

@Suite struct StayBookTests {
    private func sighting(_ x: Double, _ y: Double = 0.6, clear: Bool = true) -> Sighting {
        Sighting(region: Region(x: x, y: y, width: 0.2, height: 0.3), confidence: 0.7, isClear: clear)
    }

    /// Shows `looks`, five a second.
    private func play(
        _ looks: [[Sighting]], people: [Region] = [], into book: inout StayBook, from start: Double = 0
    ) -> [Finding] {
        var findings: [Finding] = []
        for (index, look) in looks.enumerated() {
            book.look(
                look, people: people, doorIsOpen: false, after: 0.2, at: start + Double(index) * 0.2, &findings)
        }
        return findings
    }

    @Test("Hidden for nine seconds it is still the same, wherever in the cabin it comes back")
    func hidden() {
        var book = StayBook(EBikeSettings())
        let looks =
            Array(repeating: [sighting(0.3)], count: 5) + Array(repeating: [], count: 45)
            + Array(repeating: [sighting(0.6)], count: 5)
        let findings = play(looks, into: &book)
        #expect(findings.map(\.stage) == [.open] && book.stays.count == 1)
    }

    @Test("Behind somebody who stands before it it is missed for longer")
    func behind() {
        var book = StayBook(EBikeSettings())
        let person = Region(x: 0.25, y: 0.3, width: 0.3, height: 0.7)
        let looks = Array(repeating: [sighting(0.3)], count: 5) + Array(repeating: [], count: 80)
        #expect(play(looks, people: [person], into: &book).map(\.stage) == [.open])
        #expect(
            play(Array(repeating: [], count: 60), people: [person], into: &book, from: 17).map(\.stage) == [.close])
    }

    @Test("In a cabin where nobody looks nothing leaves")
    func unwatched() {
        var book = StayBook(EBikeSettings())
        #expect(play(Array(repeating: [sighting(0.3)], count: 5), into: &book).map(\.stage) == [.open])
        // Two minutes without a look, as when the stream was gone.
        #expect(play([[], [sighting(0.3)], []], into: &book, from: 120).isEmpty)
        #expect(book.stays.count == 1)
    }

    @Test("Two side by side keep their numbers while they move past each other's places")
    func two() {
        var book = StayBook(EBikeSettings())
        let looks = (0..<20).map { [sighting(0.1 + 0.01 * Double($0)), sighting(0.45 + 0.01 * Double($0))] }
        let findings = play(looks, into: &book)
        #expect(findings.map(\.stage) == [.open, .open] && findings.map(\.incident) == [1, 2])
        #expect(book.stays.count == 2 && !book.isUnsettled)
    }

    @Test("A crowd of false boxes fills no memory")
    func crowd() {
        var book = StayBook(EBikeSettings())
        _ = play([(0..<60).map { sighting(Double($0) * 3) }], into: &book)
        #expect(book.stays.count == 16)
    }

    /// One look of `memory` at what is in `regions`, a minute after the last.
    private func look(
        _ memory: inout FixtureMemory, _ regions: [Region], people: [Region] = [], minute: Int
    ) -> [Bool] {
        memory.unrestBegins()
        memory.lookBegins()
        defer { memory.lookEnds(after: 1, people: people) }
        return regions.map { memory.isFixture($0, at: Double(minute) * 60) }
    }

    @Test("What was in its place during four unrests and ten minutes is a poster, whatever passes by")
    func fixtures() {
        var memory = FixtureMemory()
        let poster = sighting(0.2).region
        for minute in 0..<30 {
            // An e-bike comes in, somewhere else at each look.
            let visitors = (0..<10).map { sighting(0.5 + Double($0 * 30 + minute) * 0.4).region }
            let found = look(&memory, [poster] + visitors, minute: minute)
            #expect(found[0] == (minute >= 10), "minute \(minute)")
            #expect(!found[1...].contains(true))
        }
    }

    @Test("E-bikes that stand in the same place one after the other are no poster; what is hidden for a while is")
    func visitors() {
        let place = sighting(0.2).region
        let person = Region(x: 0.1, y: 0.4, width: 0.4, height: 0.6)
        for (people, isPoster) in [([], false), ([person], true)] {
            var memory = FixtureMemory()
            var last = false
            for minute in 0..<40 {
                let isThere = minute % 5 == 0
                let found = look(&memory, isThere ? [place] : [], people: people, minute: minute)
                if isThere { last = found[0] }
            }
            #expect(last == isPoster)
        }
    }
}
