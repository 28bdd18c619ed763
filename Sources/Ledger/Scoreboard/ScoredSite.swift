/// The arithmetic behind the scoreboard, with exemptions or without.
struct ScoredSite {
    private let assessment: Assessment
    private let isStrict: Bool
    private let accounts: [String: DeviceAccount]

    init(_ assessment: Assessment, strict isStrict: Bool) {
        self.assessment = assessment
        self.isStrict = isStrict
        accounts = Dictionary(assessment.accounts.map { ($0.device.id, $0) }) { first, _ in first }
    }

    private var registry: Registry { assessment.registry }

    func score(_ indicator: Indicator) -> Score {
        switch indicator {
        case .coverage: coverage
        case .networked: ofKeyDevices(indicator, counts: \.isNetworked)
        case .intact: ofKeyDevices(indicator, counts: \.isIntact)
        case .outputRate: outputRate
        case .tallBuildings: ofBuildings(indicator, floors: 19)
        case .buildings: ofBuildings(indicator, floors: 7)
        case .openings: openings
        case .elevators: elevators
        case .fire: fire
        }
    }

    /// A score that needs nothing but what is registered, or whose polls are known to be many enough.
    private func score(
        _ indicator: Indicator, _ ratio: Ratio, failing: [String], isKnown: Bool = true
    ) -> Score {
        let verdict: Verdict =
            ratio.denominator == 0 && isKnown
            ? .notApplicable
            : !isKnown ? .insufficientData : ratio.reaches(percent: indicator.target) ? .met : .missed
        return Score(
            indicator: indicator, ratio: ratio, strictRatio: ratio, verdict: verdict, strictVerdict: verdict,
            failing: failing)
    }

    /// Key positions with a device in service at the end, of those on the site plan.
    private var coverage: Score {
        let today = CivilDate(Double(assessment.end - 1), in: assessment.period.zone)
        let watched = Set(registry.devices.filter { $0.isInService(on: today) }.compactMap(\.keyPosition))
        let failing = registry.keyPositions.map(\.id).filter { !watched.contains($0) }
        let count = registry.keyPositions.count
        return score(.coverage, Ratio(count - failing.count, of: count), failing: failing)
    }

    /// What is known of whether something counts.
    private enum Standing {
        case good, bad, unknown
    }

    /// A score of things of which some may not be known: a verdict is given only where it is the same whatever they are.
    private func score(_ indicator: Indicator, _ standings: [(id: String, standing: Standing)]) -> Score {
        let good = standings.count { $0.standing == .good }
        let unknown = standings.count { $0.standing == .unknown }
        let (least, most) = (Ratio(good, of: standings.count), Ratio(good + unknown, of: standings.count))
        let isSettled = least.reaches(percent: indicator.target) == most.reaches(percent: indicator.target)
        return score(
            indicator, least, failing: standings.filter { $0.standing == .bad }.map(\.id), isKnown: isSettled)
    }

    /// How a device stands, of which `counts` asks; nil where it need not have given a single picture.
    private func standing(_ account: DeviceAccount, _ counts: (Figures) -> Bool) -> Standing? {
        let figures = account.figures(strict: isStrict)
        if figures.scheduled > 0, figures.scheduled == figures.exempt { return nil }
        return figures.hasEnoughPolls ? counts(figures) ? .good : .bad : .unknown
    }

    /// Devices at key positions that `counts`, of those registered that are not exempt throughout.
    private func ofKeyDevices(_ indicator: Indicator, counts: (Figures) -> Bool) -> Score {
        score(
            indicator,
            assessment.accounts.filter { $0.device.keyPosition != nil }.compactMap { account in
                standing(account, counts).map { (account.device.id, $0) }
            })
    }

    private var outputRate: Score {
        let total = isStrict ? assessment.strictTotal : assessment.total
        let missed = assessment.accounts.map { account in
            let polls = account.figures(strict: isStrict).polls
            return (id: account.device.id, count: polls.total - polls.ok)
        }
        let failing = missed.filter { $0.count > 0 }.sorted { $0.count > $1.count }
        return score(
            .outputRate, total.outputRate, failing: failing.map(\.id),
            isKnown: assessment.accounts.isEmpty || total.hasEnoughPolls)
    }

    /// Buildings of which every facade with openings has a working, calibrated camera that watches for falls.
    private func ofBuildings(_ indicator: Indicator, floors: Int) -> Score {
        score(
            indicator,
            registry.buildings.filter { $0.floors >= floors }.map { building in
                let facades = building.facades.filter { $0.openings.values.contains { $0 > 0 } }
                return (building.id, facades.isEmpty ? .bad : all(facades.map(standing)))
            })
    }

    private func standing(_ facade: Facade) -> Standing {
        any(
            facade.views.filter(\.isCalibrated).compactMap { accounts[$0.device] }
                .filter { $0.device.watches.contains(.thrownObject) })
    }

    /// Whether one of `devices` works.
    private func any(_ devices: [DeviceAccount]) -> Standing {
        let standings = devices.map { standing($0, \.isIntact) ?? .unknown }
        if standings.contains(.good) { return .good }
        return standings.contains(.unknown) ? .unknown : .bad
    }

    private func all(_ standings: [Standing]) -> Standing {
        if standings.contains(.bad) { return .bad }
        return standings.contains(.unknown) ? .unknown : .good
    }

    /// Openings from floor 3 up that lie inside a detection polygon, of those of the buildings that the plan means.
    private var openings: Score {
        var ratio = Ratio(0, of: 0)
        var failing: [String] = []
        for building in registry.buildings where building.floors >= 7 {
            let own = building.facades.map(\.openingsSeen).reduce(Ratio(0, of: 0), +)
            if own.numerator < own.denominator { failing.append(building.id) }
            ratio = ratio + own
        }
        return score(.openings, ratio, failing: failing)
    }

    /// Compounds in which every lift has a working camera that knows e-bikes, of those that have lifts.
    private var elevators: Score {
        let building = Dictionary(registry.buildings.map { ($0.id, $0.compound) }) { first, _ in first }
        let lifts = Dictionary(grouping: registry.lifts) { lift in
            lift.building.flatMap { building[$0] ?? nil }
        }
        let compounds = registry.compounds.map(\.id).filter { lifts[$0] != nil }
        return ofCompounds(.elevators, compounds) { compound in
            (lifts[compound] ?? []).map { lift in [lift.device].compactMap { $0 } }
        } watches: {
            $0.contains(.ebike)
        }
    }

    /// Compounds with a working camera that watches for fire and smoke.
    private var fire: Score {
        let names = Dictionary(registry.compounds.map { ($0.id, $0.name ?? $0.id) }) { first, _ in first }
        let positions = Dictionary(registry.keyPositions.map { ($0.id, $0.compound) }) { first, _ in first }
        let buildings = Dictionary(registry.buildings.map { ($0.id, $0.compound) }) { first, _ in first }
        return ofCompounds(.fire, registry.compounds.map(\.id)) { compound in
            [
                registry.devices.filter { device in
                    device.community == compound || device.community == names[compound]
                        || device.keyPosition.map { positions[$0] == compound } ?? false
                        || device.building.map { buildings[$0] == compound } ?? false
                }.map(\.id)
            ]
        } watches: {
            $0.isSuperset(of: [.fire, .smoke])
        }
    }

    /// Compounds in which each of the `needs`, sets of devices, has one that works and watches for what is asked.
    private func ofCompounds(
        _ indicator: Indicator, _ compounds: [String], needs: (String) -> [[String]],
        watches: (Set<Device.Watch>) -> Bool
    ) -> Score {
        score(
            indicator,
            compounds.map { compound in
                let needed = needs(compound).map { ids in
                    any(ids.compactMap { accounts[$0] }.filter { watches($0.device.watches) })
                }
                return (compound, all(needed))
            })
    }
}

extension Facade {
    /// Openings from floor 3 up inside a detection polygon, of all of them. Where several cameras look at a storey the one
    /// that sees most counts: what two see is not added, as it may be the same.
    var openingsSeen: Ratio {
        openings.filter { $0.key >= 3 }.reduce(Ratio(0, of: 0)) { sum, storey in
            let share = views.compactMap { $0.seen[storey.key] }.max() ?? 0
            return sum + Ratio(Int(Double(storey.value) * min(max(share, 0), 1) + 1e-9), of: storey.value)
        }
    }
}
