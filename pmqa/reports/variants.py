"""Reports that are part of the whole one: a criterion alone, and what the assessors give back to the unit."""

from dataclasses import replace

from pmqa.reports.report import CriterionPart, MatrixPart, Report

NO_MATRIX = MatrixPart((), ())


def criterion_alone(report: Report, code: str) -> Report:
    """`report` of one criterion, with the evidence that is filed under it or cited in it. KeyError for no such code."""
    part = {each.code: each for each in report.criteria}[code]
    cited = _cited(part)
    evidence = tuple(item for item in report.evidence if item.criterion == code or item.number in cited)
    return replace(_bare(report), alone=code, criteria=(part,), evidence=evidence)


def _cited(part: CriterionPart) -> frozenset[str]:
    """The numbers of evidence that stand anywhere in the words of a criterion."""
    texts = (cell for table in part.tables for line in table.lines for cell in line if isinstance(cell, str))
    remarks = (each.evidence for each in (*part.strengths, *part.opportunities))
    statements = (point.statement_evidence for point in part.points)
    named = (number for numbers in (*remarks, *statements) for number in numbers)
    return frozenset((*named, *(word.strip(" ,;") for text in texts for word in text.split())))


def feedback(report: Report) -> Report:
    """What was published of `report`: scores, judgements, strengths and opportunities, and none of the evidence."""
    return replace(_bare(report), is_feedback=True, criteria=tuple(map(_feedback, report.criteria)), evidence=())


def _feedback(part: CriterionPart) -> CriterionPart:
    without = {"tables": (), "charts": (), "flows": (), "found": (), "flags": (), "photo_sheets": (), "pictures": ()}
    return replace(part, **without)


def _bare(report: Report) -> Report:
    return replace(
        report,
        groups=NO_MATRIX,
        services=NO_MATRIX,
        registers=(),
        improvements=replace(report.improvements, lines=(), left_out=0),
        threads=(),
        plan=None,
        other_pictures=(),
    )
