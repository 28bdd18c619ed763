extension Grouping {
    var words: Phrase {
        switch self {
        case .district: Phrase("区", "district")
        case .street: Phrase("街道", "street")
        case .community: Phrase("社区", "community")
        case .nvr: Phrase("录像机", "recorder")
        case .type: Phrase("设备类型", "type")
        case .keyPosition: Phrase("关键位置", "key position")
        case .device: Phrase("设备", "device")
        }
    }
}

extension KeyPosition.Kind {
    var words: Phrase {
        switch self {
        case .entrance: Phrase("小区出入口", "entrance")
        case .parking: Phrase("停车场/库", "parking")
        case .road: Phrase("社区主干道", "main road")
        case .fireLane: Phrase("消防通道", "fire lane")
        }
    }
}

extension Exemption.Flaw {
    var words: Phrase {
        switch self {
        case .backwards: Phrase("结束早于开始", "it ends before it begins")
        case .enteredLate: Phrase("开始 24 小时后才登记", "it was entered more than 24 h after it began")
        case .tooLong: Phrase("超过 7 天", "it lasts more than 7 days")
        }
    }
}
