/// The language of a report.
public enum ReportLanguage: String, CaseIterable, Hashable, Sendable {
    /// 中文.
    case chinese = "zh"
    /// English.
    case english = "en"

    /// As HTML names it.
    var tag: String { self == .chinese ? "zh-CN" : "en" }
}

/// One text in each language.
struct Phrase: Hashable, Sendable {
    let chinese: String
    let english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    subscript(language: ReportLanguage) -> String { language == .chinese ? chinese : english }
}
