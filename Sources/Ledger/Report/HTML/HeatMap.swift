/// When each device was up: one row a device, one column an hour, day, week or month; the unknown is hatched.
struct HeatMap {
    let report: Report
    let wording: ReportWording

    /// Devices shown at most.
    static let most = 500
    private static let (left, right, top) = (190.0, 984.0, 18.0)

    private var height: Double { report.accounts.count > 60 ? 11 : 15 }
    private var columns: [Range<Int>] { report.availability.columns }

    private func x(_ column: Int) -> Double {
        Self.left + Double(column) * (Self.right - Self.left) / Double(max(columns.count, 1))
    }

    var markup: Markup {
        let shown = min(report.accounts.count, Self.most)
        var page = Markup()
        let title = wording.say("各设备在线情况", "when each device was up")
        let bottom = svgLength(Self.top + Double(shown) * height + 4)
        page.add("svg", ["viewBox": "0 0 1000 \(bottom)", "role": "img", "aria-label": title]) { svg in
            labels(&svg)
            for number in 0..<shown { row(number, &svg) }
        }
        return page
    }

    private func labels(_ svg: inout Markup) {
        let every = max(1, (columns.count + 11) / 12)
        for number in stride(from: 0, to: columns.count, by: every) {
            let begin = columns[number].lowerBound
            let isOneDay = report.days.count <= 1
            svg.add(
                "text", ["x": svgLength(x(number)), "y": "12"],
                text: isOneDay ? wording.moments.time(begin) : wording.moments.day(begin))
        }
    }

    private func row(_ number: Int, _ svg: inout Markup) {
        let name = wording.names.device(report.accounts[number].device.id)
        let top = Self.top + Double(number) * height
        svg.add(
            "text", ["x": svgLength(Self.left - 6), "y": svgLength(top + height - 4), "text-anchor": "end"],
            text: name.shortened(to: 28))
        // Neighbours that look alike are one rectangle: most devices are up most of the time.
        let cells = report.availability.rows[number].map(Shade.init)
        var first = 0
        while first < cells.count {
            let last = cells[first...].firstIndex { $0 != cells[first] } ?? cells.count
            rectangle(cells[first], first..<last, top: top, name: name, &svg)
            first = last
        }
    }

    private func rectangle(_ shade: Shade, _ run: Range<Int>, top: Double, name: String, _ svg: inout Markup) {
        let (from, until) = (columns[run.lowerBound].lowerBound, columns[run.upperBound - 1].upperBound)
        svg.add(
            "rect",
            [
                "class": shade.style, "fill": shade == .unknown ? "url(#unknown)" : "",
                "x": svgLength(x(run.lowerBound)),
                "y": svgLength(top), "width": svgLength(x(run.upperBound) - x(run.lowerBound) - 0.5),
                "height": svgLength(height - 1),
            ]
        ) {
            let (from, until) = (wording.moments.moment(from), wording.moments.moment(until))
            $0.add("title", text: "\(name) \(from) … \(until): \(shade.words[wording.language])")
        }
    }

    /// What the colours mean, in their order.
    var legend: Markup {
        var page = Markup()
        let shades = Shade.allCases
        page.add("svg", ["viewBox": "0 0 1000 18", "aria-hidden": "true"]) { svg in
            for (number, shade) in shades.enumerated() {
                let left = Double(number) * 1000 / Double(shades.count)
                svg.shape(
                    "rect",
                    [
                        "class": shade.style, "fill": shade == .unknown ? "url(#unknown)" : "", "x": svgLength(left),
                        "y": "3", "width": "14", "height": "12",
                    ])
                svg.add("text", ["x": svgLength(left + 19), "y": "13"], text: shade.words[wording.language])
            }
        }
        return page
    }
}

/// How one cell of the heat map looks.
enum Shade: CaseIterable {
    case all, most, some, few, hardly, unknown, absent

    init(_ cell: Availability.Cell) {
        guard cell.seconds > 0 else { self = .absent; return }
        guard let share = cell.share else { self = .unknown; return }
        self = share >= 0.999 ? .all : share >= 0.95 ? .most : share >= 0.8 ? .some : share >= 0.5 ? .few : .hardly
    }

    var style: String {
        switch self {
        case .all: "h4"
        case .most: "h3"
        case .some: "h2"
        case .few: "h1"
        case .hardly: "h0"
        case .unknown: "unknown"
        case .absent: "void"
        }
    }

    var words: Phrase {
        switch self {
        case .all: Phrase("在线 ≥ 99.9 %", "up ≥ 99.9 %")
        case .most: Phrase("≥ 95 %", "≥ 95 %")
        case .some: Phrase("≥ 80 %", "≥ 80 %")
        case .few: Phrase("≥ 50 %", "≥ 50 %")
        case .hardly: Phrase("< 50 %", "< 50 %")
        case .unknown: Phrase("未知", "unknown")
        case .absent: Phrase("未在用", "not in service")
        }
    }
}
