import CRdKafka
import Delivery

/// What Kafka's error codes mean for an event, in words, with what to do about it.
enum KafkaTrouble {
    /// The fate of an event whose delivery report has `error`; `detail` is the last thing that was heard of a broker.
    static func fate(_ error: rd_kafka_resp_err_t, detail: String) -> BatchOutcome.Fate {
        switch error {
        case RD_KAFKA_RESP_ERR_NO_ERROR: .taken
        case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
            .refused("the event is larger than Kafka takes: raise the topic's max.message.bytes")
        case RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_MSG:
            .refused("Kafka does not take the event: see what the topic demands of records")
        default: .failed(reason(error, detail: detail))
        }
    }

    /// Why events did not get through.
    static func reason(_ error: rd_kafka_resp_err_t, detail: String) -> String {
        let remedy: String
        switch error {
        case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT,
            RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE:
            remedy = "no answer in time: see that the brokers run and that the way there is open"
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            remedy = "the login was refused: check username, password and mechanism"
        case RD_KAFKA_RESP_ERR__SSL:
            remedy =
                "the connection could not be secured: check tls.authorities, the name in the broker's certificate, "
                + "and tls.certificate if it asks for one"
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            remedy = "there is no such topic: make it, or set `topic`"
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
            remedy = "this user may not write there: give it the rights Write and IdempotentWrite"
        case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
            remedy = "too few replicas are in step: bring the other brokers back"
        default: remedy = unsafe String(cString: rd_kafka_err2str(error))
        }
        let heard = detail.filter { !$0.isNewline }.prefix(200)
        return "the alarms did not get through to Kafka: \(remedy)" + (heard.isEmpty ? "" : " (\(heard))")
    }
}
