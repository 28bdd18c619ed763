public import VideoCore
public import Vision

extension Detection {
    /// Where it lies in `frame`, when `input` shows the part `region` of it. What lies beside the picture is cut off.
    public func regionInImage(of region: Region, in frame: Frame, shownAs input: NetworkInput) -> Region {
        let place = input.place(of: region, in: frame)
        func within(_ value: Double) -> Double { min(max(value, 0), 1) }
        let shown = (left: within(region.x), top: within(region.y))
        let width = within(region.x + region.width) - shown.left
        let height = within(region.y + region.height) - shown.top
        func across(_ value: Float) -> Double { within((Double(value) - Double(place.x)) / Double(place.width)) }
        func down(_ value: Float) -> Double { within((Double(value) - Double(place.y)) / Double(place.height)) }
        return Region(
            x: shown.left + across(left) * width, y: shown.top + down(top) * height,
            width: (across(right) - across(left)) * width, height: (down(bottom) - down(top)) * height)
    }
}
