"""`./run bench [NAME]`: the figures side by side, with their goals; exit 0 when every goal holds."""

import sys
from collections.abc import Callable, Iterable

from bench import annual, answers, forms, importing, load, machines, pages, register, report, results, rollup
from bench.measure import Measure

BENCHMARKS: dict[str, Callable[[], Iterable[Measure]]] = {
    "annual": annual.measure,
    "answers": answers.measure,
    "forms": forms.measure,
    "importing": importing.measure,
    "load": load.measure,
    "machines": machines.measure,
    "pages": pages.measure,
    "register": register.measure,
    "report": report.measure,
    "results": results.measure,
    "rollup": rollup.measure,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    missed = 0
    for name in names or BENCHMARKS:
        for measure in BENCHMARKS[name]():
            verdict = "holds" if measure.holds else "MISSED"
            missed += not measure.holds
            figures = f"{measure.figure:9.2f} {measure.unit:<8} ratio {measure.ratio:6.2f}"
            print(f"{measure.name:<66} {figures}   {measure.goal:<22} {verdict}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
