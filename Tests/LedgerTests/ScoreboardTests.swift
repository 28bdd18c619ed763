import Ledger
import Testing

/// The plan's indicators, each against a small site worked out by hand.
struct ScoreboardTests {
    private let day = "2025-06-15"

    /// A site whose devices gave the pictures that `results` says, each half hour of one day, and were up throughout.
    private func scoreboard(_ registry: Registry, _ results: [String: Character], from: String? = nil) throws
        -> Scoreboard
    {
        let fixture = try LedgerFixture()
        try fixture.books.beginSession(at: moment(day))
        for (device, letter) in results {
            try fixture.polls(device, from: slot(day), String(repeating: letter, count: 48))
            try fixture.books.note(device, letter == "n" ? .down : .up, since: moment(day), cause: nil)
        }
        try fixture.books.witness(at: moment("2025-06-16"))
        return Scoreboard(
            try Assessment(registry, books: fixture.books, period: period(day, day), now: moment("2025-06-17")))
    }

    private func device(_ id: String, at position: String? = nil, watches: Set<Device.Watch> = []) -> Device {
        var device = Device(id: id)
        (device.keyPosition, device.watches) = (position, watches)
        return device
    }

    @Test func `key positions: covered, networked, intact`() throws {
        var registry = Registry()
        registry.keyPositions = (1...5).map { KeyPosition(id: "p\($0)", kind: .entrance) }
        registry.devices = [
            device("a", at: "p1"), device("b", at: "p2"), device("c", at: "p3"), device("d", at: "p4"), device("e"),
        ]
        let board = try scoreboard(registry, ["a": "o", "b": "c", "c": "u", "d": "n", "e": "n"])
        let coverage = try #require(board[.coverage])
        #expect(coverage.ratio == Ratio(4, of: 5))
        #expect((coverage.verdict, coverage.failing, coverage.missing) == (.missed, ["p5"], 1))
        let networked = try #require(board[.networked])
        #expect(networked.ratio == Ratio(3, of: 4))
        #expect((networked.verdict, networked.failing, networked.missing) == (.missed, ["d"], 1))
        let intact = try #require(board[.intact])
        #expect(intact.ratio == Ratio(1, of: 4))
        #expect((intact.failing, intact.missing) == (["b", "c", "d"], 3))
    }

    @Test func `the output rate of the site: 3 of 4 miss 80 percent, 4 of 5 reach it`() throws {
        var registry = Registry()
        registry.devices = ["a", "b", "c", "d"].map { device($0) }
        var results: [String: Character] = ["a": "o", "b": "o", "c": "o", "d": "f"]
        let missed = try #require(try scoreboard(registry, results)[.outputRate])
        #expect(missed.ratio == Ratio(144, of: 192))
        #expect((missed.verdict, missed.failing) == (.missed, ["d"]))
        // 80 % of 192 are 153.6: ten more polls.
        #expect(missed.missing == 10)
        registry.devices.append(device("e"))
        results["e"] = "o"
        let met = try #require(try scoreboard(registry, results)[.outputRate])
        #expect((met.ratio, met.verdict, met.missing) == (Ratio(192, of: 240), .met, 0))
    }

    @Test func `a site of which too little is known gets no verdict`() throws {
        var registry = Registry()
        registry.devices = [device("a", at: "p"), device("b", at: "p")]
        registry.keyPositions = [KeyPosition(id: "p", kind: .road)]
        let board = try scoreboard(registry, ["a": "o"])
        #expect(board[.outputRate]?.verdict == .insufficientData)
        #expect(board[.intact]?.verdict == .insufficientData)
        #expect(board[.coverage]?.verdict == .met)
    }

    @Test func `an empty ledger has nothing to be measured on`() throws {
        let board = try scoreboard(Registry(), [:])
        for indicator in Indicator.allCases { #expect(board[indicator]?.verdict == .notApplicable) }
    }

    @Test func `a building is covered when every facade with openings has a working, calibrated camera`() throws {
        func building(_ id: String, floors: Int, _ views: [String: Bool], blind: Bool = false) -> Building {
            var building = Building(id: id, floors: floors)
            building.facades = views.map { device, isCalibrated in
                var facade = Facade(id: device)
                facade.openings = Dictionary(uniqueKeysWithValues: (1...floors).map { ($0, 4) })
                facade.views = [
                    Facade.View(
                        device: device, isCalibrated: isCalibrated,
                        seen: Dictionary(uniqueKeysWithValues: (3...floors).map { ($0, 1.0) }))
                ]
                return facade
            }
            if blind { building.facades.append(Facade(id: "blind-wall")) }
            return building
        }
        var registry = Registry()
        registry.buildings = [
            building("tall", floors: 20, ["t1": true, "t2": true], blind: true),
            building("uncalibrated", floors: 19, ["u": false]),
            building("broken", floors: 8, ["b": true]),
            building("low", floors: 6, ["l": true]),
        ]
        registry.devices = ["t1", "t2", "u", "b", "l"].map { device($0, watches: [.thrownObject]) }
        let board = try scoreboard(registry, ["t1": "o", "t2": "o", "u": "o", "b": "k", "l": "o"])
        let tall = try #require(board[.tallBuildings])
        #expect((tall.ratio, tall.failing) == (Ratio(1, of: 2), ["uncalibrated"]))
        let all = try #require(board[.buildings])
        #expect((all.ratio, all.failing) == (Ratio(1, of: 3), ["uncalibrated", "broken"]))
        // Openings from floor 3 up of the three: 2 · 18 · 4 + 17 · 4 + 6 · 4, all of them in view.
        #expect(board[.openings]?.ratio == Ratio(236, of: 236))
    }

    @Test func `openings outside every polygon are missing`() throws {
        var facade = Facade(id: "south")
        facade.openings = [2: 10, 3: 10, 4: 10, 5: 10]
        facade.views = [
            Facade.View(device: "a", isCalibrated: true, seen: [3: 1, 4: 0.55]),
            Facade.View(device: "b", isCalibrated: true, seen: [4: 0.35]),
        ]
        var building = Building(id: "b", floors: 7)
        building.facades = [facade]
        var registry = Registry()
        registry.buildings = [building]
        let score = try #require(try scoreboard(registry, [:])[.openings])
        #expect(score.ratio == Ratio(15, of: 30))
        #expect(score.failing == ["b"])
    }

    @Test func `compounds: e-bikes in every lift, fire and smoke somewhere`() throws {
        var registry = Registry()
        registry.compounds = ["east", "west", "flat"].map(Compound.init(id:))
        registry.buildings = [("1", "east"), ("2", "west"), ("3", "flat")].map { id, compound in
            var building = Building(id: id, floors: 10)
            building.compound = compound
            return building
        }
        registry.lifts = [("e1", "1"), ("e2", "1"), ("w1", "2")].map { device, building in
            var lift = Lift(id: device)
            (lift.device, lift.building) = (device, building)
            return lift
        }
        var fire = device("f", watches: [.fire, .smoke])
        fire.building = "3"
        registry.devices = ["e1", "e2", "w1"].map { device($0, watches: [.ebike]) } + [fire]
        let board = try scoreboard(registry, ["e1": "o", "e2": "i", "w1": "o", "f": "o"])
        let lifts = try #require(board[.elevators])
        // `flat` has no lift, and 1 of 2 reaches 50 %.
        #expect((lifts.ratio, lifts.verdict, lifts.failing) == (Ratio(1, of: 2), .met, ["east"]))
        let hazard = try #require(board[.fire])
        #expect((hazard.ratio, hazard.verdict, hazard.failing) == (Ratio(1, of: 3), .missed, ["east", "west"]))
        #expect(hazard.missing == 2)
    }
}
