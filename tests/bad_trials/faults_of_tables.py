"""Faults in the tables of a trial; ``tests/trial/test_loading.py`` asserts their words."""

from __future__ import annotations

from pathlib import Path

from tests.bad_trials.fault import Fault

MINIMAL = Path(__file__).parent / "minimal"
LANDMARKS, EVENTS = (
    (MINIMAL / name).read_text(encoding="utf-8") for name in ("landmarks.csv", "adverse_events.csv")
)


def with_cells(table: str, column: str, *cells: str) -> str:
    """The table with one column more, a cell for each row."""
    rows = zip(table.splitlines(), (column, *cells), strict=True)
    return "".join(f"{row},{cell}\n" for row, cell in rows)


FAULTS = [
    Fault(
        "landmarks.csv",
        "24,control,0.70,",
        "24,control,85 %,",
        [
            (
                'landmarks.csv, row 4: survival is "85 %". Give a plain number without a percent '
                "sign: 0.5 for 50 %."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,",
        '24,control,"0,70",',
        [
            (
                'landmarks.csv, row 4: survival is "0,70". Write the decimals with a point, not '
                "with a comma."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,",
        "24,control,70,",
        [
            (
                'landmarks.csv, row 4: survival is "70". Give a number of at most 1. 70 % is '
                "written 0.7."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,",
        "24,control,,",
        ["landmarks.csv, row 4: survival is empty. Fill the cell."],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,",
        "24,control,0.95,",
        [
            (
                "landmarks.csv, row 4: survival 0.95 lies outside its interval 0.6 to 0.78. "
                "Check the three numbers against the source."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,0.60,0.78,0.95",
        "24,control,0.70,0.60,0.78,",
        [
            (
                "landmarks.csv, row 4: of lower, upper and level only lower and upper given. "
                "Give all three, or none where the source has no interval."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "0.71,0.87,",
        "0.71,1.87,",
        ["landmarks.csv, row 5: limit 1.87 is not a probability. Write 0.5 for 50 %."],
    ),
    Fault(
        "landmarks.csv",
        "12,control,0.90,,,,",
        "12,control,0.60,,,,",
        [
            (
                "landmarks.csv, row 4: survival rises from 0.6 at 12 months to 0.7 at 24 "
                "(control). Survival can only fall. Check this row and row 2 against the source."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "first,os,12,control,0.90,,,,0,paper,Table 2,published\n",
        "",
        [
            (
                "landmarks.csv, row 2: os in first at 12 months is given for one arm only. Add "
                "the row of the control arm."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,experimental",
        "24,control",
        [
            (
                "landmarks.csv, row 5: data_cut first, endpoint os, months 24, arm control "
                "stands in row 4 already. Keep one of the two."
            ),
            (
                "landmarks.csv, row 5: os in first at 24 months is given for one arm only. Add "
                "the row of the experimental arm."
            ),
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,",
        "24.5,control,",
        ['landmarks.csv, row 4: months is "24.5". Give a whole number, with digits only.'],
    ),
    Fault(
        "landmarks.csv",
        "survival,lower",
        "survial,lower",
        [('landmarks.csv, row 1: column "survial" is not known here. Rename it to survival.')],
    ),
    Fault(
        "landmarks.csv",
        "survival,lower",
        "lower,lower",
        [
            'landmarks.csv, row 1: column "lower" stands 2 times. Keep one.',
            'landmarks.csv, row 1: column "survival" is missing. Add it.',
        ],
    ),
    Fault(
        "landmarks.csv",
        "first,os,12,control,0.90,,,,0,paper,Table 2,published",
        "first,os,12,control,0.90,,,,0,paper,Table 2, page 3,published",
        [
            (
                "landmarks.csv, row 2: the row has 13 cells, the header has 12. Put text that "
                "holds a comma in quotation marks, or add what is missing."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,0.60,0.78,0.95,0,paper,Table 2,published",
        "24,control,0.70,0.60,0.78,0.95,0,paper,,published",
        ["landmarks.csv, row 4: place is empty. Fill the cell."],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,0.60,0.78,0.95,0,paper,Table 2,published",
        '24,control,0.70,0.60,0.78,0.95,0,paper,"Table 2,published',
        [
            (
                "landmarks.csv, row 4: not valid CSV: unexpected end of data. Check the "
                "quotation marks and commas."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        "24,control,0.70,0.60,0.78,0.95,0,paper",
        "24,control,0.70,0.60,0.78,0.95,0,",
        ["landmarks.csv, row 4: source is empty. Fill the cell."],
    ),
    Fault(
        "landmarks.csv",
        "decimals,source,place,status\n",
        "decimals,source,place,status,\n",
        ["landmarks.csv, row 1: a column has no name. Name it or take it out."],
    ),
    Fault(
        "landmarks.csv",
        LANDMARKS,
        with_cells(LANDMARKS, "range_from", "binomal", "", "", ""),
        [
            (
                'landmarks.csv, row 2: range_from is "binomal". Did you mean "binomial"? Give one '
                "of: curve, binomial."
            )
        ],
    ),
    Fault(
        "landmarks.csv",
        LANDMARKS,
        with_cells(LANDMARKS, "range_from", "binomial", "", "", ""),
        [
            (
                "landmarks.csv, row 3: range_from differs from row 2, the same landmark's other "
                "arm. Give both arms the same."
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "0.62,",
        "0,",
        ['hazard_ratios.csv, row 2: value is "0". Give a number above 0.'],
    ),
    Fault(
        "hazard_ratios.csv",
        "0.62,",
        "1.62,",
        [
            (
                "hazard_ratios.csv, row 2: hazard ratio 1.62 lies outside its interval 0.36 to "
                "1.07. Check the three numbers against the source."
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "p_value,source,place,status\nfirst,os,0.62,0.36,1.07,0.95,2,0.08,paper",
        "p_value,model,source,place,status\nfirst,os,0.62,0.36,1.07,0.95,2,0.08,,paper,Table 2,"
        "published\nfirst,os,0.60,0.35,1.05,0.95,2,,adjusted,paper",
        ['text.en.toml, models: the model "adjusted" has no words. Add models.adjusted.'],
    ),
    Fault(
        "hazard_ratios.csv",
        "published\n",
        "published\nfirst,os,0.60,0.35,1.05,0.95,2,,paper,Table 2,published\n",
        [
            (
                "hazard_ratios.csv, row 3: data_cut first, endpoint os stands in row 2 already. "
                "Keep one of the two."
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "0.08,paper",
        "1e-3,paper",
        [
            (
                'hazard_ratios.csv, row 2: p_value is "1e-3". Give a number such as 12 or 0.5, '
                "with digits and a point only."
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "0.08,paper",
        "0.08,pap",
        [
            (
                'hazard_ratios.csv, row 2: source "pap" is not a source of this trial. Did you '
                'mean "paper"? Known: paper.'
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "published\n",
        "certain\n",
        [
            (
                'hazard_ratios.csv, row 2: status is "certain". Give one of: published, '
                "reported, derived, reconstructed, unconfirmed."
            )
        ],
    ),
    Fault(
        "hazard_ratios.csv",
        "0.36,",
        "0,",
        ["hazard_ratios.csv, row 2: lower 0.0 is no hazard ratio. Give a number above 0."],
    ),
    Fault(
        "medians.csv",
        "true,50.5",
        "true,",
        [
            (
                "medians.csv, row 2: reached is true and months is absent. Give months where the "
                "median was reached, and only there."
            )
        ],
    ),
    Fault(
        "medians.csv",
        "true,50.5",
        "yes,50.5",
        ['medians.csv, row 2: reached is "yes". Give true or false.'],
    ),
    Fault(
        "medians.csv",
        "first,os,control",
        "second,os,control",
        [
            (
                'medians.csv, row 2: analysis "second" is not a data cut or source of this '
                "trial. Known: first, paper."
            )
        ],
    ),
    Fault(
        "subgroups.csv",
        "80,40,40",
        "81,40,40",
        [
            (
                "subgroups.csv, row 2: n_control 40 and n_experimental 40 make 80, but n_total "
                "is 81. Correct one of the three."
            )
        ],
    ),
    Fault(
        "subgroups.csv",
        "80,40,40",
        "160,40,120",
        [
            (
                "subgroups.csv, row 2: n_experimental 120 exceeds the 101 randomised. Check the "
                "row against the source."
            )
        ],
    ),
    Fault(
        "subgroups.csv",
        "0.53,24,",
        "0.53,,",
        ["subgroups.csv, row 2: survival is given without months. Say at which month it was."],
    ),
    Fault(
        "adverse_events.csv",
        "10,98,10.2",
        "12,98,10.2",
        [
            (
                "adverse_events.csv, row 2: percent 10.2 and count 12 of 98 (12.24 %) do not "
                "agree. Correct one of them, or the decimals."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "10,98,10.2",
        ",98,10.3",
        [
            (
                "adverse_events.csv, row 2: no count of 98 prints as 10.3 %. Correct the "
                "percentage, its decimals or the total."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "10,98,10.2,1,false",
        "10,98,,1,true",
        [
            (
                "adverse_events.csv, row 2: counts_inferred is true, and no percentage is given. "
                "Give the percentage that the source prints."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        EVENTS,
        with_cells(EVENTS, "total_in_head", "101", "101"),
        [
            (
                "adverse_events.csv, row 2: total_in_head 101 exceeds the 100 randomised "
                "(control). Check the head of the table."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "10,98,10.2",
        "10,98,10.24",
        [
            (
                "adverse_events.csv, row 2: percent 10.24 has more decimal places than decimals "
                "1. Write the number as printed, or correct decimals."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "10,98,10.2",
        "99,98,10.2",
        [
            (
                "adverse_events.csv, row 2: events 99 exceed total 98. A patient is counted "
                "once: correct one of the two."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "20,99,20.2",
        "20,100,20.0",
        [
            (
                "adverse_events.csv, row 3: total 100 exceeds n_safety 99 of the experimental "
                "arm in trial.toml. Harms are counted among those treated: correct one of the "
                "two."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "20.2,1",
        "20.2 %,1",
        [
            (
                'adverse_events.csv, row 3: percent is "20.2 %". Leave the percent sign out: 50 '
                "for 50 %."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "fever,experimental,20,99,20.2,1,false,paper,Table 3,published\n",
        "",
        [
            (
                "adverse_events.csv, row 2: fever is given for one arm only. Add the row of the "
                "experimental arm, with events left empty where they are not available."
            )
        ],
    ),
    Fault(
        "adverse_events.csv",
        "fever,experimental",
        "fevre,experimental",
        [
            (
                'adverse_events.csv, row 3: harm "fevre" is not a harm of this trial. Did you '
                'mean "fever"? Known: fever.'
            ),
            (
                "adverse_events.csv, row 2: fever is given for one arm only. Add the row of the "
                "experimental arm, with events left empty where they are not available."
            ),
        ],
    ),
    Fault(
        "context.csv",
        "12,100",
        "112,100",
        ["context.csv, row 2: events 112 exceed the total 100. Correct one of them."],
    ),
    Fault(
        "context.csv",
        "12,,paper",
        "12,11,paper",
        [
            (
                "context.csv, row 2: percent_upper 11.0 is below percent 12.0. Give the lower "
                "end first."
            )
        ],
    ),
    Fault(
        "facts.csv",
        "dose,regimen,28",
        "dose,regimen,",
        [
            (
                "text.en.toml, facts.dose: text has {value}, but facts.csv gives no value. Give "
                "it there or take it out."
            )
        ],
    ),
    Fault(
        "facts.csv",
        "value,decimals,source,place,status\ndose,regimen,28,0",
        "value,experimental,control,decimals,source,place,status\ndose,regimen,28,28,0,0",
        ["facts.csv, row 2: a value and figures of the arms are given. Keep one kind."],
    ),
    Fault(
        "facts.csv",
        "value,decimals,source,place,status\ndose,regimen,28,0",
        "experimental,control,decimals,source,place,status\ndose,regimen,28,0,0",
        [
            (
                "text.en.toml, facts.dose: text has {value}, but facts.csv gives no value. Give "
                "it there or take it out."
            ),
            (
                "text.en.toml, facts.dose: text has no {control}, but facts.csv gives 0. Put "
                "{control} where the number belongs."
            ),
            (
                "text.en.toml, facts.dose: text has no {experimental}, but facts.csv gives 28. "
                "Put {experimental} where the number belongs."
            ),
        ],
    ),
    Fault(
        "at_risk.csv",
        "experimental,24,50",
        "experimental,24,95",
        [
            (
                "at_risk.csv, row 7: n_at_risk rises from 92 to 95 (experimental, 24 months). "
                "Numbers at risk can only fall. Check the row against the figure."
            )
        ],
    ),
    Fault(
        "at_risk.csv",
        "experimental,0,101",
        "experimental,0,111",
        [
            (
                "at_risk.csv, row 5: n_at_risk 111 exceeds the 101 randomised (experimental, 0 "
                "months). Check the row against the figure."
            )
        ],
    ),
]
