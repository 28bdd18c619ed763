/// Names and formulas of the plan's indicators, after `domain.md`.
///
/// The targets are published (《全域智慧社区建设工作实施方案》); how they are counted is this project's own choice.
extension Indicator {
    /// Where its target comes from.
    public var targetBasis: Basis { .published }
    /// Where its formula comes from.
    public var formulaBasis: Basis { .own }

    /// What people call it.
    public func name(in language: ReportLanguage) -> String { name[language] }

    var name: Phrase {
        switch self {
        case .coverage: Phrase("关键位置覆盖率", "key positions covered")
        case .networked: Phrase("关键位置联网率", "key positions networked")
        case .intact: Phrase("关键位置完好率", "key positions intact")
        case .outputRate: Phrase("公共视频资源出图率", "output rate")
        case .tallBuildings: Phrase("高空抛物监测（19 层及以上楼栋）", "thrown objects, buildings ≥ 19 floors")
        case .buildings: Phrase("高空抛物监测（7 层及以上楼栋）", "thrown objects, buildings ≥ 7 floors")
        case .openings: Phrase("高空抛物监测（3 层及以上开口）", "thrown objects, openings from floor 3 up")
        case .elevators: Phrase("电动车进电梯识别（小区）", "e-bikes in lifts, compounds")
        case .fire: Phrase("火情报警（小区）", "fire, compounds")
        }
    }

    var formula: Phrase {
        switch self {
        case .coverage:
            Phrase(
                "有至少一台在用设备的关键位置数 ÷ 平面图上的关键位置数",
                "key positions with at least one registered device in service ÷ key positions on the site plan")
        case .networked:
            Phrase(
                "半数及以上应轮询有应答的关键位置通道数 ÷ 在册关键位置通道数",
                "key-position channels that answered in ≥ 50 % of required polls ÷ registered key-position channels")
        case .intact:
            Phrase(
                "在线且半数及以上应轮询画面良好的关键位置通道数 ÷ 在册关键位置通道数",
                "key-position channels online and with a good picture in ≥ 50 % of required polls ÷ registered ones")
        case .outputRate: Rate.output.formula
        case .tallBuildings: Self.buildingFormula(floors: 19)
        case .buildings: Self.buildingFormula(floors: 7)
        case .openings:
            Phrase(
                "7 层及以上楼栋 3 层起位于检测区域内的开口数 ÷ 3 层起的开口数",
                "openings from floor 3 up inside a detection polygon ÷ openings from floor 3 up, of buildings ≥ 7 floors"
            )
        case .elevators:
            Phrase(
                "每部电梯都有一台正常工作、能识别电动车的摄像机的小区数 ÷ 有电梯的小区数",
                "compounds of which every lift has a working camera that knows e-bikes ÷ compounds with lifts")
        case .fire:
            Phrase(
                "至少有一台正常工作、监测烟火的摄像机的小区数 ÷ 小区数",
                "compounds with at least one working camera that watches for fire and smoke ÷ compounds")
        }
    }

    private static func buildingFormula(floors: Int) -> Phrase {
        Phrase(
            "每个有开口的立面都有一台正常工作且已标定的摄像机的楼栋数 ÷ \(floors) 层及以上楼栋数",
            "buildings of which every facade with openings has a working, calibrated camera ÷ buildings ≥ \(floors) floors"
        )
    }
}

extension Verdict {
    var words: Phrase {
        switch self {
        case .met: Phrase("达标", "met")
        case .missed: Phrase("未达标", "missed")
        case .insufficientData: Phrase("样本不足", "insufficient data")
        case .notApplicable: Phrase("不适用", "not applicable")
        }
    }
}
