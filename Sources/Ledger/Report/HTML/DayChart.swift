/// The output rate of each day as a curve against the plan's target; days of which too little is known are hatched.
struct DayChart {
    let days: [Report.Day]
    let wording: ReportWording

    private static let width = 1000.0
    private static let (left, right, top, bottom) = (48.0, 990.0, 12.0, 196.0)

    private func x(_ number: Int) -> Double {
        Self.left + (Double(number) + 0.5) * step
    }

    private var step: Double { (Self.right - Self.left) / Double(max(days.count, 1)) }

    private func y(_ share: Double) -> Double { Self.bottom - share * (Self.bottom - Self.top) }

    var markup: Markup {
        var page = Markup()
        let title = wording.say("每日出图率", "output rate day by day")
        page.add("svg", ["viewBox": "0 0 \(svgLength(Self.width)) 222", "role": "img", "aria-label": title]) { svg in
            grid(&svg)
            for (number, day) in days.enumerated() where !day.figures.hasEnoughPolls { unknown(number, day, &svg) }
            for run in runs where run.count > 1 {
                let path = run.map { "\(svgLength(x($0.number))),\(svgLength(y($0.share)))" }.joined(separator: " ")
                svg.shape("polyline", ["class": "curve", "points": path])
            }
            for point in runs.joined() { mark(point, &svg) }
            labels(&svg)
        }
        return page
    }

    private typealias Point = (number: Int, share: Double)

    /// Days in a row of which enough is known.
    private var runs: [[Point]] {
        var runs: [[Point]] = [[]]
        for (number, day) in days.enumerated() {
            if day.figures.hasEnoughPolls, let share = day.figures.outputRate.share {
                runs[runs.count - 1].append((number, share))
            } else if runs.last?.isEmpty == false {
                runs.append([])
            }
        }
        return runs
    }

    private func grid(_ svg: inout Markup) {
        for percent in stride(from: 0, through: 100, by: 20) {
            let height = svgLength(y(Double(percent) / 100))
            svg.shape(
                "line",
                [
                    "class": percent == Indicator.outputRate.target ? "target" : "axis", "x1": svgLength(Self.left),
                    "x2": svgLength(Self.right), "y1": height, "y2": height,
                ])
            svg.add(
                "text",
                ["x": svgLength(Self.left - 6), "y": svgLength(y(Double(percent) / 100) + 4), "text-anchor": "end"],
                text: "\(percent) %")
        }
    }

    private func unknown(_ number: Int, _ day: Report.Day, _ svg: inout Markup) {
        svg.add(
            "rect",
            [
                "fill": "url(#unknown)", "x": svgLength(x(number) - step / 2), "y": svgLength(Self.top),
                "width": svgLength(step), "height": svgLength(Self.bottom - Self.top),
            ]
        ) {
            $0.add("title", text: "\(day.date): \(wording.figure(.output, of: Report.Row(day), strict: false))")
        }
    }

    private func mark(_ point: Point, _ svg: inout Markup) {
        let day = days[point.number]
        let isBelow = !day.figures.outputRate.reaches(percent: Indicator.outputRate.target)
        svg.add(
            "circle",
            [
                "class": isBelow ? "below" : "point", "cx": svgLength(x(point.number)), "cy": svgLength(y(point.share)),
                "r": days.count > 120 ? "1.5" : "3",
            ]
        ) {
            $0.add("title", text: "\(day.date): \(day.figures.outputRate)")
        }
    }

    private func labels(_ svg: inout Markup) {
        let every = max(1, (days.count + 11) / 12)
        for number in stride(from: 0, to: days.count, by: every) {
            let text = days.count > 62 ? "\(days[number].date)".prefix(7) : "\(days[number].date)".dropFirst(5)
            svg.add(
                "text", ["x": svgLength(x(number)), "y": "214", "text-anchor": "middle"], text: String(text))
        }
    }
}
