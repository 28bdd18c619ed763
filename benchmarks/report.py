"""One report of many benchmarks: report.json, report.md and a single-file report.html with its plots."""

import html
import io
import json

from result import cell

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 62em; padding: 0 1em; color: #1b1f24 }
table { border-collapse: collapse; margin: .5em 0 } td, th { padding: .2em .8em; text-align: right }
td:first-child, th:first-child { text-align: left } th { border-bottom: 1px solid #888 }
tr:nth-child(even) td { background: #f3f5f7 } .missed { color: #b00020; font-weight: 600 } .held { color: #1a7f37 }
svg { max-width: 100%; height: auto } .note { color: #57606a }
@media (prefers-color-scheme: dark) { body { background: #15181c; color: #dfe3e8 }
  tr:nth-child(even) td { background: #1e2328 } .missed { color: #ff7b72 } .held { color: #56d364 }
  figure { background: #fff } }
"""


def write(folder, facts, runs, quick=False):
    """Reads what each of `runs` wrote into `folder` and writes the report there; gives back what report.json holds."""
    parts = []
    for each in runs:
        path = folder / f"{each['name']}.json"
        if path.exists():
            parts.append(json.loads(path.read_text()))
    document = {
        "machine": facts, "quick": quick, "runs": runs,
        "ratios": {f"{part['benchmark']}: {name}": value for part in parts for name, value in part["ratios"].items()},
        "bars": [{"benchmark": part["benchmark"], **bar} for part in parts for bar in part["bars"]],
        "benchmarks": parts,
    }
    document["missed"] = [f"{bar['benchmark']}: {bar['words']}" for bar in document["bars"] if not bar["holds"]]
    plots = drawn(folder, parts)
    (folder / "report.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    (folder / "report.md").write_text("\n".join(markdown(document, plots)) + "\n")
    (folder / "report.html").write_text("\n".join(page(document, plots)) + "\n")
    return document


def drawn(folder, parts):
    """{(benchmark, name of the curve): (file name, SVG)}; empty without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        print("no plots: python3-matplotlib is not installed")
        return {}
    matplotlib.use("svg")
    # The same figures give the same file.
    matplotlib.rcParams["svg.hashsalt"] = "tocsin"
    from matplotlib import pyplot
    plots = {}
    for part in parts:
        for number, curve in enumerate(part["curves"], 1):
            figure, axes = pyplot.subplots(figsize=(7, 3.6))
            for name, points in curve["lines"].items():
                axes.plot([x for x, _ in points], [y for _, y in points], marker="o", markersize=3, label=name)
            axes.set(xlabel=curve["x"], ylabel=curve["y"], title=curve["name"])
            axes.set_ylim(bottom=0)
            axes.grid(alpha=0.3)
            axes.legend(frameon=False)
            figure.tight_layout()
            buffer = io.StringIO()
            figure.savefig(buffer, format="svg", metadata={"Date": None})
            pyplot.close(figure)
            name = f"{part['benchmark']}-{number}.svg"
            (folder / name).write_text(buffer.getvalue())
            plots[part["benchmark"], curve["name"]] = (name, buffer.getvalue())
    return plots


def summary(document):
    """Lines on the whole: how long, how many bars."""
    held = sum(bar["holds"] for bar in document["bars"])
    minutes = sum(each["seconds"] for each in document["runs"]) / 60
    yield f"{minutes:.1f} minutes; {held} of {len(document['bars'])} bars held."
    if document["quick"]:
        yield "A quick run: it shows that everything runs; its figures are not to be quoted."
    failed = {each["name"] for each in document["runs"]} - {part["benchmark"] for part in document["benchmarks"]}
    for name in sorted(failed):
        yield f"{name} failed and wrote no figures."


def markdown(document, plots):
    yield "# Benchmarks of Tocsin\n"
    yield from (f"{line}\n" for line in summary(document))
    yield from ("- " + f"{name}: {value}" for name, value in document["machine"].items())
    for part in document["benchmarks"]:
        yield f"\n## {part['benchmark']}\n"
        yield from (f"{line}\n" for line in part["words"])
        for table in part["tables"]:
            yield f"\n{table['name']}\n"
            yield "| " + " | ".join(bare(column) for column in table["columns"]) + " |"
            yield "|" + "|".join("---:" if number else "---" for number in range(len(table["columns"]))) + "|"
            yield from ("| " + " | ".join(bare(cell(each)) for each in row) + " |" for row in table["rows"])
            if table["note"]:
                yield f"\n{table['note']}"
        for curve in part["curves"]:
            if plot := plots.get((part["benchmark"], curve["name"])):
                yield f"\n![{curve['name']}]({plot[0]})"
        if part["bars"]:
            yield ""
            yield from (f"- {'held' if bar['holds'] else '**missed**'}: {bar['words']}" for bar in part["bars"])


def bare(text):
    return text.replace("|", "\\|")


def page(document, plots):
    yield "<!doctype html><html lang=en><meta charset=utf-8><title>Benchmarks of Tocsin</title>"
    yield f"<meta name=viewport content='width=device-width'><style>{STYLE}</style><h1>Benchmarks of Tocsin</h1>"
    yield from (f"<p>{html.escape(line)}" for line in summary(document))
    rows = (f"<tr><td>{html.escape(name)}<td>{html.escape(value)}" for name, value in document["machine"].items())
    yield "<table>" + "".join(rows) + "</table>"
    for part in document["benchmarks"]:
        yield f"<h2>{html.escape(part['benchmark'])}</h2>"
        yield from (f"<p>{html.escape(line)}" for line in part["words"])
        for table in part["tables"]:
            yield f"<h3>{html.escape(table['name'])}</h3><table><tr>"
            yield "".join(f"<th>{html.escape(column)}" for column in table["columns"])
            for row in table["rows"]:
                yield "<tr>" + "".join(f"<td>{html.escape(cell(each))}" for each in row)
            yield "</table>"
            if table["note"]:
                yield f"<p class=note>{html.escape(table['note'])}"
        for curve in part["curves"]:
            if plot := plots.get((part["benchmark"], curve["name"])):
                yield "<figure>" + plot[1][plot[1].index("<svg"):] + "</figure>"
        if part["bars"]:
            yield "<ul>"
            for bar in part["bars"]:
                word = "held" if bar["holds"] else "missed"
                yield f"<li><span class={word}>{word}</span>: {html.escape(bar['words'])}"
            yield "</ul>"
    yield "</html>"
