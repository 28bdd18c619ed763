import CNATS
import Delivery

/// Why something did not work with a NATS server, in words, with what to do about it.
enum NATSTrouble {
    /// The failure of `status` while `doing`; `detail` is the library's or the server's own word for it.
    static func failure(_ status: natsStatus, doing: String, detail: String = "") -> DeliveryFailure {
        let remedy: String
        switch status {
        case NATS_NO_SERVER, NATS_IO_ERROR:
            remedy = "nothing answers there: see that the server runs and that the way there is open"
        case NATS_TIMEOUT: remedy = "no answer in time: see that the server is well and that the way there is open"
        case NATS_CONNECTION_AUTH_FAILED:
            remedy = "the login was refused: check username and password, token or credentials"
        case NATS_NOT_PERMITTED: remedy = "this user may not do it: give it the rights to publish and to ask JetStream"
        case NATS_SSL_ERROR:
            remedy =
                "the connection could not be secured: check tls.authorities, the name in the server's certificate, "
                + "and tls.certificate if it asks for one"
        case NATS_SECURE_CONNECTION_REQUIRED: remedy = "the server wants TLS: write tls:// or give `tls`"
        case NATS_SECURE_CONNECTION_WANTED:
            remedy = "the server has no TLS: set it up there, or write nats:// without `tls`"
        case NATS_NO_RESPONDERS:
            remedy = "JetStream is not on there: start the server with jetstream {}, or set `domain`"
        case NATS_CONNECTION_CLOSED, NATS_CONNECTION_DISCONNECTED, NATS_STALE_CONNECTION:
            remedy = "the connection broke"
        default: remedy = unsafe String(cString: natsStatus_GetText(status))
        }
        let heard = detail.filter { !$0.isNewline }.prefix(200)
        return DeliveryFailure(reason: "\(doing): \(remedy)" + (heard.isEmpty ? "" : " (\(heard))"))
    }
}
