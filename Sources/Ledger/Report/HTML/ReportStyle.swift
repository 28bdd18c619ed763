/// The style sheet of a report: light and dark after the reader's system, always light on paper.
enum ReportStyle {
    static let sheet: StaticString = """
        :root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--paper:#fff;--line:#d5dbe3;--panel:#f4f6f9;
        --good:#1a7f4b;--bad:#b3261e;--warn:#8a5a00;--bar:#2f6fb0;
        --h0:#b3261e;--h1:#dd7a3b;--h2:#e8c15a;--h3:#9ccb86;--h4:#3f9a63}
        @media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--paper:#14181e;--line:#37404c;
        --panel:#1d232b;--good:#5fce94;--bad:#ff8a80;--warn:#f0c060;--bar:#6aa8e6;
        --h0:#d9534a;--h1:#d9823f;--h2:#c9a545;--h3:#6fa85c;--h4:#2f8a55}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:24px;max-width:1100px;background:var(--paper);color:var(--ink);
        font:14px/1.5 system-ui,"Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei","PingFang SC","WenQuanYi Zen Hei",
        "WenQuanYi Micro Hei",sans-serif}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:28px 0 8px}
        p{margin:4px 0}.soft{color:var(--soft)}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:4px 8px;border-bottom:1px solid var(--line);vertical-align:top}
        th{background:var(--panel);font-weight:600}td.n{text-align:right}tr.all td{font-weight:600}
        .met,.missed,.not-applicable,.n{white-space:nowrap}.met{color:var(--good);font-weight:600}.missed{color:var(--bad);font-weight:600}
        .insufficient-data{color:var(--warn);font-weight:600}.not-applicable{color:var(--soft)}
        svg{display:block;width:100%;height:auto;color:var(--ink)}
        svg text{fill:currentColor;font-size:11px}svg .axis{stroke:var(--line)}svg .target{stroke:var(--bad);
        stroke-dasharray:5 4}svg .curve{fill:none;stroke:var(--bar);stroke-width:2}svg .point,svg .bar{fill:var(--bar)}
        svg .below{fill:var(--bad)}svg .hatch{stroke:var(--soft)}svg .void{fill:var(--panel)}
        .h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}
        dt{font-weight:600;margin-top:6px}dd{margin:0}
        @page{size:A4;margin:14mm}
        @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--line:#bbb;--panel:#eee;--good:#1a7f4b;
        --bad:#b3261e;--warn:#8a5a00;--bar:#2f6fb0;--h0:#b3261e;--h1:#dd7a3b;--h2:#e8c15a;--h3:#9ccb86;--h4:#3f9a63}
        body{padding:0;max-width:none;font-size:10px}.wide{overflow:visible}h2,tr,svg{break-inside:avoid}
        h2{break-after:avoid}th,td{padding:2px 4px}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
