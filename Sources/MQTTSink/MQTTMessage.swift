/// What is published.
struct MQTTMessage {
    /// Where.
    let topic: String
    /// What.
    let body: [UInt8]
    /// Whether the broker keeps it for whoever subscribes later.
    var isRetained = false
    /// What kind of text it is, where that is worth saying (MQTT 5).
    var contentType: String?
    /// The id of the event it is; nil for what is none.
    var event: String?
    /// Seconds after which the broker hands it to nobody any more (MQTT 5); nil: it never grows old.
    var expiry: Int?
}
