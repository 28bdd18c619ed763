/// 1 to 24 values in a row, held in place: a fit of every track in every picture allocates nothing.
struct Few<Element> {
    /// Most values it holds.
    static var limit: Int { 24 }

    private let places: InlineArray<24, Element>
    /// How many there are.
    let count: Int

    /// The values `element` gives for 0, 1 and so on.
    init(_ count: Int, _ element: (Int) -> Element) {
        precondition((1...Self.limit).contains(count), "1 to 24 values")
        self.count = count
        var value = element(0)
        places = InlineArray { place in
            if place > 0, place < count { value = element(place) }
            return value
        }
    }

    var indices: Range<Int> { 0..<count }
    var first: Element { places[0] }
    var last: Element { places[count - 1] }
    subscript(index: Int) -> Element { places[index] }

    /// Mean of a property of the values.
    func mean(of property: (Element) -> Double) -> Double {
        var sum = 0.0
        for i in indices { sum += property(places[i]) }
        return sum / Double(count)
    }

    /// The middle one of a property of the values, the upper of two.
    func median(of property: (Element) -> Double) -> Double {
        var sorted = InlineArray<24, Double>(repeating: 0)
        for i in indices {
            let value = property(places[i])
            var place = i
            while place > 0, sorted[place - 1] > value {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = value
        }
        return sorted[count / 2]
    }
}
