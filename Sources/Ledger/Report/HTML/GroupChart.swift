/// The output rate of each group as a bar against the plan's target, the lowest first.
struct GroupChart {
    let report: Report
    let wording: ReportWording

    /// Groups shown at most; the table has them all.
    static let most = 40
    private static let (left, right, height) = (250.0, 780.0, 20.0)

    /// The groups shown: those with a figure, the lowest first, then those without.
    private var rows: [Report.Row] {
        let sorted = report.rows.enumerated().sorted { one, other in
            let (mine, others) = (Self.rank(one.element), Self.rank(other.element))
            return mine == others ? one.offset < other.offset : mine < others
        }
        return sorted.prefix(Self.most).map(\.element)
    }

    private static func rank(_ row: Report.Row) -> Double {
        row.figures.hasEnoughPolls ? row.figures.outputRate.share ?? 2 : 2
    }

    var markup: Markup {
        let rows = rows
        let bottom = Double(rows.count) * Self.height + 6
        var page = Markup()
        let title = wording.say("各组出图率", "output rate of each group")
        page.add("svg", ["viewBox": "0 0 1000 \(svgLength(bottom + 16))", "role": "img", "aria-label": title]) { svg in
            for (number, row) in rows.enumerated() { bar(row, at: Double(number) * Self.height + 4, &svg) }
            let target = svgLength(x(Double(Indicator.outputRate.target) / 100))
            svg.shape("line", ["class": "target", "x1": target, "x2": target, "y1": "0", "y2": svgLength(bottom)])
            svg.add(
                "text", ["x": target, "y": svgLength(bottom + 12), "text-anchor": "middle"],
                text: "\(Indicator.outputRate.target) %")
        }
        return page
    }

    private func x(_ share: Double) -> Double { Self.left + share * (Self.right - Self.left) }

    private func bar(_ row: Report.Row, at top: Double, _ svg: inout Markup) {
        let name = wording.groupName(row)
        svg.add(
            "text", ["x": svgLength(Self.left - 8), "y": svgLength(top + 12), "text-anchor": "end"],
            text: name.shortened(to: 34))
        let figure = wording.figure(.output, of: row, strict: false)
        let share = row.figures.hasEnoughPolls ? row.figures.outputRate.share : nil
        let isBelow = !row.figures.outputRate.reaches(percent: Indicator.outputRate.target)
        svg.add(
            "rect",
            [
                "class": share == nil ? "" : isBelow ? "below" : "bar", "fill": share == nil ? "url(#unknown)" : "",
                "x": svgLength(Self.left), "y": svgLength(top), "width": svgLength(x(share ?? 1) - Self.left),
                "height": svgLength(Self.height - 6),
            ]
        ) {
            $0.add("title", text: "\(name): \(figure)")
        }
        svg.add("text", ["x": svgLength(Self.right + 8), "y": svgLength(top + 12)], text: figure)
    }
}

extension String {
    /// As much as fits into `columns` of a terminal, with an ellipsis where something is left out.
    func shortened(to columns: Int) -> String {
        guard self.columns > columns else { return self }
        var text = ""
        for character in self {
            guard (text + String(character)).columns < columns else { break }
            text.append(character)
        }
        return text + "…"
    }
}
