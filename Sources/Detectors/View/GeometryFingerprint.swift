internal import VideoCore

extension ThrownObjectSettings {
    /// A number that changes with what was drawn on the picture: facade, floor lines and storey height.
    ///
    /// FNV-1a over the numbers' bits, so that it is the same in every run of the program.
    public var geometryFingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ number: Double) {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash = (hash ^ (number.bitPattern >> shift & 0xFF)) &* 0x100_0000_01B3
            }
        }
        func add(_ point: ImagePoint) {
            add(point.x)
            add(point.y)
        }
        for polygon in facade {
            add(Double(polygon.corners.count))
            polygon.corners.forEach(add)
        }
        for line in floors {
            add(Double(line.floor))
            add(line.from)
            add(line.to)
        }
        add(floorHeight)
        return hash
    }
}
