extension Array {
    /// The first index at which `holds` does; `endIndex` where it never does. What it holds for comes last.
    func firstIndex(halvingBy holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
