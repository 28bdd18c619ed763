import Ledger
import VideoStreams

/// A device as the site's file or a list tells of it, not yet compared with anything else.
struct DeviceEntry {
    var device: Device
    /// By column, as written.
    let fields: [DeviceColumn: Field]
    /// Where it is pointed at: its id.
    let anchor: Field
    var address: (text: String, isFile: Bool)?
    var login = Login()
    var transport = RTSPTransport.tcp
    var stream = ChannelTemplate.Stream.sub

    /// The device with the id `anchor`; whatever is wrong with its fields is reported.
    ///
    /// - Parameter isListed: it stands in a list that a spreadsheet may have written.
    init?(_ fields: [DeviceColumn: Field], anchor: Field, isListed: Bool) {
        guard let id = anchor.identifier() else { return nil }
        self.fields = fields
        self.anchor = anchor
        device = Device(id: id)
        device.code = fields[.code]?.deviceCode()
        readPlace()
        device.keyPosition = fields[.keyPosition]?.identifier()
        device.type = fields[.type]?.words()
        device.recorder = fields[.nvr]?.identifier()
        device.channel = fields[.channel]?.channelNumber()
        device.from = fields[.from]?.date(isFromSpreadsheet: isListed)
        device.to = fields[.to]?.date(isFromSpreadsheet: isListed)
        if let from = device.from, let to = device.to, to < from {
            fields[.to]?.report(
                "the last day in service is before the first, \(from)", remedy: "swap them, or correct one")
        }
        readSource()
    }

    private mutating func readPlace() {
        device.name = fields[.name]?.words()
        device.districtCode = fields[.districtCode]?.districtCode()
        device.district = fields[.district]?.words()
        device.street = fields[.street]?.words()
        device.community = fields[.community]?.words()
        device.building = fields[.building]?.words()
        guard let place = GroundPlace(fields[.longitude], fields[.latitude]) else { return }
        (device.longitude, device.latitude) = (place.longitude, place.latitude)
    }

    private mutating func readSource() {
        address = fields[.url]?.address(isWatched: true)
        login.username = fields[.username]?.words()
        let transport = fields[.transport]?.word(of: RTSPTransport.allCases.map(\.rawValue))
        self.transport = transport.flatMap(RTSPTransport.init(rawValue:)) ?? .tcp
        let stream = fields[.stream]?.word(of: ChannelTemplate.Stream.allCases.map(\.rawValue))
        self.stream = stream.flatMap(ChannelTemplate.Stream.init(rawValue:)) ?? .sub
    }
}
