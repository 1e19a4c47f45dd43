"""More of the kinds that libraries, digitisers and registries write, in other words and marks."""

from __future__ import annotations

import pytest

from tests.uploads.reading import counts, curve, risk, words
from tradeoff.uploads import ArmCount, read_curve, read_event_counts, units_disagree

# Curves ------------------------------------------------------------------------------------

R_SUMMARY = """Call: survfit(formula = Surv(time, status) ~ rx, data = trial)

                rx=A
 time n.risk n.event survival std.err lower 95% CI upper 95% CI
    0     10       0      1.0 0.00000        1.000        1.000
    3     10       1      0.9 0.00317        0.991        1.000
    5      9       1      0.8 0.00317        0.981        1.000

                rx=B
 time n.risk n.event survival std.err lower 95% CI upper 95% CI
    0     10       0      1.0 0.00000        1.000        1.000
    4     10       1      0.9 0.00317        0.991        1.000
    6      9       1      0.7 0.00317        0.981        1.000
"""
STATA_LIST = """            Beg.          Net            Survivor      Std.
  Time     Total   Fail   Lost           Function     Error     [95% Conf. Int.]
-------------------------------------------------------------------------------
     0        10      0      0             1.0000    0.0000     1.0000    1.0000
     3        10      1      0             0.9000    0.0349     0.8186    0.9794
     5         9      1      0             0.8000    0.0349     0.8186    0.9794
"""
STRATA = (
    '"","time","n.risk","surv","std.err","upper","lower","strata","rx","sex"\n'
    '"1",0,10,1,0,1,1,"rx=A, sex=1","A",1\n"2",3,9,0.9,0,1,0.8,"rx=A, sex=1","A",1\n'
    '"3",5,8,0.8,0,1,0.7,"rx=A, sex=1","A",1\n"4",0,10,1,0,1,1,"rx=B, sex=1","B",1\n'
    '"5",4,9,0.9,0,1,0.8,"rx=B, sex=1","B",1\n"6",6,8,0.7,0,1,0.7,"rx=B, sex=1","B",1\n'
)
SAS_ESTIMATES = (
    "STRATUM,months,Censor,Survival,Failure,StdErr,Failed,Left\n1,0,,1,0,0,0,10\n"
    "1,3,0,0.9,0.1,0.05,1,9\n1,4,1,.,.,.,1,8\n1,5,0,0.8,0.2,0.05,2,7\n"
    "2,0,,1,0,0,0,10\n2,4,0,0.9,0.1,0.05,1,9\n2,6,0,0.7,0.3,0.05,2,7\n"
)
SAS_PLOT = (
    "Time,Survival,AtRisk,Event,Censored,tAtRisk,Stratum,StratumNum\n0,1,10,0,.,0,A,1\n"
    "3,0.9,9,1,.,.,A,1\n4,.,8,0,0.9,.,A,1\n5,0.8,7,1,.,.,A,1\n"
    "0,1,10,0,.,0,B,2\n4,0.9,9,1,.,.,B,2\n6,0.7,7,1,.,.,B,2\n"
)
LIFELINES = (
    "timeline,A,A_lower_0.95,A_upper_0.95,B,B_lower_0.95,B_upper_0.95\n0,1,1,1,1,1,1\n"
    "3,0.9,0.8,0.95,,,\n4,,,,0.9,0.9,1\n5,0.8,0.7,0.9,,,\n6,,,,0.7,0.6,0.8\n"
)
PRISM = "Months,A,B\n0,100,100\n3,90,\n4,,90\n5,80,\n6,,70\n"
STATA_FILE = (
    "time,begin,fail,lost,survivor,std_err,lb,ub,drug\n0,10,0,0,1,0,1,1,0\n3,10,1,0,.9,.06,.65,1,0\n"
    "5,9,1,0,.8,.06,.6,.95,0\n0,10,0,0,1,0,1,1,1\n4,10,1,0,.9,.06,.65,1,1\n6,9,2,0,.7,.06,.6,1,1\n"
)
X_AND_Y = "A x;A y;B x;B y\n0;1;0;1\n3;0,9;4;0,9\n5;0,8;6;0,7\n"
SIDE_BY_SIDE = "time;surv;rx\n0;1;1\n3;0,9;1\n5;0,8;1\n0;1;2\n4;0,9;2\n6;0,7;2\n"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (R_SUMMARY, ["rx=A", "rx=B"]),
        (STRATA, ["rx=A, sex=1", "rx=B, sex=1"]),
        (SAS_ESTIMATES, ["1", "2"]),
        (SAS_PLOT, ["A", "B"]),
        (LIFELINES, ["A", "B"]),
        (PRISM, ["A", "B"]),
        (STATA_FILE, ["0", "1"]),
        (X_AND_Y, ["A", "B"]),
        (SIDE_BY_SIDE, ["1", "2"]),
    ],
)
def test_the_output_of_libraries_is_read_arm_by_arm(text: str, labels: list[str]) -> None:
    series = curve(text).series
    assert list(series) == labels
    first, second = series.values()
    assert (first.time, first.survival) == ((0, 3, 5), (1, 0.9, 0.8))
    assert (second.time, second.survival) == ((0, 4, 6), (1, 0.9, 0.7))


@pytest.mark.parametrize(
    "text",
    [
        STATA_LIST,
        '"time" "surv"\n"1" 0 1\n"2" 3 0.9\n"3" 5 0.8\n',
        "# A tibble: 3 x 2\n  time  surv\n  <dbl> <dbl>\n1 0 1\n2 3 0.9\n3 5 0.8\n",
        "| time | survival |\n|---|---|\n| 0 | 1 |\n| 3 | 0.9 |\n| 5 | 0.8 |\n",
        "K\ttk\tSk\n1 0 100\n2 3 90\n3 5 80\n",
        "time,survival\n0;1\n3;0,9\n5;0,8\n",
        "Row;Zeit (Monate);Überlebenswahrscheinlichkeit (%)\n1;0;100\n2;3;90\n3;5;80\n",
        "Temps (mois);Survie globale\n0;1\n3;0,9\n5;0,8\n",
        "Tiempo (meses);Supervivencia global\n0;1\n3;0,9\n5;0,8\n",
        "Tempo (mesi);Sopravvivenza\n0;1\n3;0,9\n5;0,8\n",
        "n,TIME,Surv\n1,0,1\n2,3,0.9\n3,5,0.8\n",
        ",survival\n0,1\n3,0.9\n5,0.8\n",
        "time\tsur\n0\t100\n3\t90\n5\t80\n",
        "time,survival,n.risk,status\n0,1,10,0\n3,0.9,9,1\n4,NA,8,0\n5,0.8,7,1\n",
    ],
)
def test_one_curve_is_read_from_many_layouts(text: str) -> None:
    (points,) = curve(text).series.values()
    assert (points.time, points.survival) == ((0, 3, 5), (1, 0.9, 0.8))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timeline,KM_estimate\n0,0\n3,.1\n5,.3\n", "Give 1 minus it."),
        ("Monate;Progression\n0;0\n3,5;10\n5;20,5\n7;30\n", "Give 100 minus it."),
        ("time,1-KM\n0,0\n3,.1\n5,.2\n", "100 (or 1) minus it."),
        ("time,cuminc,lower,upper\n0,0,0,0\n3,.1,0,1\n", "100 (or 1) minus it."),
    ],
)
def test_curves_of_those_with_the_event_are_refused(text: str, said: str) -> None:
    (found,) = words(read_curve, text)
    assert "cumulative incidence" in found
    assert found.endswith(said)


@pytest.mark.parametrize(
    "text",
    [
        "time,status,arm\n1,1,A\n2,0,A\n",
        "time,survival,status\n1,20,1\n2,5,0\n3,30,1\n4,2,0\n",
        "1,1\n2,0\n3,1\n4,0\n",
        "ID,time,event\n1,3,1\n2,4,0\n3,6,1\n",
    ],
)
def test_one_row_for_each_patient_is_refused(text: str) -> None:
    (found,) = words(read_curve, text)
    assert "one row for each patient" in found


def test_numbers_that_do_not_count_the_rows_may_be_patients() -> None:
    (found,) = words(read_curve, "id,time,survival\n101,0,1\n102,3,.9\n105,5,.8\n")
    assert 'column "id" may identify a patient' in found


# The order of clicks -----------------------------------------------------------------------


def test_clicks_that_were_forgotten_are_sorted_in() -> None:
    upload = curve("0,1\n3,0.9\n9,0.7\n12,0.6\n6,0.8\n")
    points = upload.series["Series 1"]
    assert (points.time, points.survival) == ((0, 3, 6, 9, 12), (1, 0.9, 0.8, 0.7, 0.6))
    assert points.rows == (1, 2, 5, 3, 4)
    assert upload.notes == (
        '"Series 1": row 5 stood out of the order of time. Sorted by time, which gives one '
        "falling curve.",
    )


def test_a_curve_that_only_nearly_falls_is_called_so_in_percent_too() -> None:
    upload = curve("0,100\n3,90\n9,70.5\n12,60\n6,70\n")
    assert upload.notes[0] == (
        '"Series 1": row 5 stood out of the order of time. Sorted by time, which gives one nearly '
        "falling curve, which rises by 0.005 at most."
    )
    rising = curve("0,100\n3,90\n9,73\n12,60\n6,70\n")
    assert rising.series["Series 1"].time == (0, 3, 9, 12, 6)


@pytest.mark.parametrize("scale", [1, 100])
@pytest.mark.parametrize(
    ("times", "first", "second"),
    [
        ((0, 5, 9, 12, 15), (1, 0.9, 0.8, 0.7, 0.65), (1, 0.8, 0.6, 0.5, 0.4)),
        ((0, 1, 2, 3, 4), (1, 0.95, 0.93, 0.9, 0.88), (1, 0.9, 0.86, 0.82, 0.8)),
    ],
)
def test_two_curves_in_one_are_asked_for_their_arms(
    scale: int, times: tuple[float, ...], first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    rows = [
        f"{time},{value * scale:g}"
        for time, *both in zip(times, first, second, strict=True)
        for value in both
    ]
    (found,) = words(read_curve, "\n".join(rows))
    assert found == (
        ", row 1: survival goes up and down by turns with time: these seem to be several curves in "
        "one. Name the arm of each row in a column, under a header such as arm,time,survival."
    )


def test_two_curves_at_times_of_their_own_are_asked_for_their_arms_too() -> None:
    (found,) = words(read_curve, "0,1\n1,.9\n2,.96\n3,.8\n4,.92\n5,.7\n6,.9\n7,.6\n8,.85\n")
    assert "several curves in one" in found


def test_head_and_foot_at_one_time_are_one_curve() -> None:
    steps = [(time, 1 - time / 20) for time in range(1, 10)]
    rows = [row for time, top in steps for row in (f"{time},{top:g}", f"{time},{top - 0.05:g}")]
    assert len(curve("0,1\n" + "\n".join(rows)).series["Series 1"].rows) == 19


@pytest.mark.parametrize(
    "text",
    [
        "0,1\n5,0.9\n9,0.7\n0,1\n5,0.6\n9,0.4\n",
        "0,1\n9,0.9\n12,0.8\n3,0.5\n",
        "12,0.6\n9,0.7\n6,0.8\n0,1\n",
    ],
)
def test_clicks_that_no_order_makes_one_curve_stay_as_they_are(text: str) -> None:
    """Two curves, a click that contradicts, and a list backwards: for the reconstruction."""
    upload = curve(text)
    rows = [line.split(",") for line in text.split()]
    assert upload.series["Series 1"].time == tuple(float(time) for time, _ in rows)
    assert upload.notes == ()


def test_head_and_foot_of_a_step_keep_their_order() -> None:
    points = curve("0,1\n10,1\n9.8,0.9\n20,0.9\n19.9,0.8\n30,0.8\n").series["Series 1"]
    assert points.time == (0, 10, 10, 20, 20, 30)
    assert points.survival == (1, 1, 0.9, 0.9, 0.8, 0.8)


# Numbers at risk ---------------------------------------------------------------------------

RISK_LAYOUTS = [
    "time;0;1\n0;150;150\n12;117;126\n24;92;108\n",
    "Months,0,12,24\n1,150,117,92\n2,150,126,108\n",
    "arm,time,n\n1,0,150\n1,12,117\n1,24,92\n2,0,150\n2,12,126\n2,24,108\n",
    "No. at risk\n 0 12 24\nControl\nAt risk 150 117 92\nCensored 0 0 3\nEvents 0 33 50\nDrug\n"
    "At risk 150 126 108\nCensored 0 1 3\nEvents 0 23 42\n",
    "Time,0,12,24\nNumber at risk,,,\nControl,150,117,92\nDrug,150,126,108\n"
    "Cumulative events,,,\nControl,0,30,40\nDrug,0,20,30\n",
    "time,A at risk,A censored,A events,B at risk,B censored,B events\n0,150,0,0,150,0,0\n"
    "12,117,0,33,126,1,23\n24,92,3,55,108,2,40\n",
    ",,0,12,24\nControl,At risk,150,117,92\n,Censored,0,0,3\nDrug,At risk,150,126,108\n"
    ",Censored,0,0,3\n",
    "strata,time,n.risk,pct.risk,n.event,cum.n.event,n.censor,strata_size,rx\n"
    "rx=A,0,150,100,0,0,0,150,A\nrx=A,12,117,78,33,33,0,150,A\nrx=A,24,92,61,9,42,0,150,A\n"
    "rx=B,0,150,100,0,0,0,150,B\nrx=B,12,126,84,20,20,0,150,B\nrx=B,24,108,72,9,29,0,150,B\n",
    "Number at risk (number censored)\nMonths,0,12,24\nControl,150 (0),117 (3),92 (9)\n"
    "Drug,150 (0),126 (2),108 (7)\n",
    ";Control;Treatment\n0;150;150\n12;117;126\n24;92;108\n",
    "time,Control,Treatment\n0,150,150\n12,117,126\n24,92,108\n",
]


@pytest.mark.parametrize("text", RISK_LAYOUTS)
def test_numbers_at_risk_of_two_arms_are_read_from_many_layouts(text: str) -> None:
    first, second = risk(text).series.values()
    assert first.time == second.time == (0, 12, 24)
    assert (first.n_at_risk, second.n_at_risk) == ((150, 117, 92), (150, 126, 108))


@pytest.mark.parametrize(
    "text",
    [
        '"trisk" "nrisk"\n"1" 0 150\n"2" 12 117\n"3" 24 92\n',
        "i;lower;upper;t.risk0;n.risk0\n1;1;24;0;150\n2;25;40;12;117\n3;41;50;24;92\n",
        "INTERVAL\tTRISK\tNRISK\tSTUDY\n1\t0\t150\tX\n2\t12\t117\tX\n3\t24\t92\tX\n",
        "event_at,removed,observed,censored,entrance,at_risk\n0,0,0,0,150,150\n12,3,3,0,0,117\n"
        "24,1,0,1,0,92\n",
        "Zeit (Monate);Patienten unter Risiko\n0;150\n12;117\n24;92\n36;k.A.\n",
        "Mois;N à risque\n0;150\n12;117\n24;92\n36;–\n",
        "trisk,0,12,24\nnrisk,150,117,92\n",
    ],
)
def test_numbers_at_risk_of_one_arm_are_read_from_many_layouts(text: str) -> None:
    (rows,) = risk(text).series.values()
    assert (rows.time, rows.n_at_risk) == ((0, 12, 24), (150, 117, 92))


@pytest.mark.parametrize("nothing", ["NA", "", "-", "–", "n/a", "NaN", "."])
def test_what_is_not_printed_is_left_out_and_said(nothing: str) -> None:
    upload = risk(f"time,n\n0,120\n6,98\n12,{nothing}\n")
    assert upload.series["Series 1"].n_at_risk == (120, 98)
    assert upload.notes == ("Not printed, and left out: row 4.",)
    printed = risk(f"Months,0,6,12\nA,120,98,{nothing}\nB,120,99,80\n")
    assert printed.series["A"].n_at_risk == (120, 98)


@pytest.mark.parametrize(
    ("given", "table", "named"),
    [
        ("time,survival\n0,1\n300,0.8\n1500,0.4\n", "time,n\n0,90\n12,70\n48,30\n", "months here"),
        ("time,survival\n0,1\n2,0.8\n5,0.4\n", "time,n\n0,90\n12,70\n60,30\n", "months here"),
        ("Years,S\n0,1\n2,0.8\n5,0.4\n", "Months,n\n0,90\n12,70\n48,30\n", "times are in months"),
        ("Months,S\n0,1\n20,0.8\n60,0.4\n", "time,n\n0,90\n1,70\n4,30\n", "years here"),
    ],
)
def test_two_units_are_named(given: str, table: str, named: str) -> None:
    found = units_disagree(curve(given), risk(table))
    assert found is not None
    assert named in found.message
    assert found.message.endswith("Give both in one unit.")


def test_a_table_that_ends_early_and_agrees_is_no_other_unit() -> None:
    given = curve("time,survival\n0,1\n12,0.8\n60,0.4\n")
    assert units_disagree(given, risk("time,n\n0,100\n12,80\n")) is None


# Counts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Adverse event;Drug X (n = 134);Placebo (n = 131)\nNausea;38 (28,4 %);14 (10,7 %)\n",
        "\tDrug X (N=134)\t\tPlacebo (N=131)\t\nAdverse event\tn\t%\tn\t%\n"
        "Nausea\t38\t28.4\t14\t10.7\n",
        "Adverse event,Drug X,Placebo\n,N=134,N=131\nNausea,38 (28.4%),14 (10.7%)\n",
        "Adverse event,Drug X,Placebo\nNumber of patients,134,131\nGastrointestinal,,\n"
        "Nausea,38 (28.4%),14 (10.7%)\nVomiting,3 (2.2%),-\n",
        "Adverse event,Drug X,Placebo\nNausea,38/134 (28.4),14/131 (10.7)\n",
        "AE,Drug X (N=134),Placebo (N=131),P value\nNausea,38 (28.4),14 (10.7),0.001\n",
        'AE,"Drug X\n(N=134)","Placebo\n(N=131)"\nNausea,38 (28.4),14 (10.7)\n',
        'Event,"Drug X, n (%)","Placebo, n (%)"\nN,134,131\nNausea,38 (28.4),14 (10.7)\n',
        "term,group title,subjects affected,subjects at risk,event count,organ system\n"
        "Nausea,Drug X,38,134,60,GI\nNausea,Placebo,14,131,20,GI\n",
        "Term;Arm;numSubjectsAffected;numSubjectsAtRisk\nNausea;Drug X;38;134\n"
        "Nausea;Placebo;14;131\n",
        "organ_system|adverse_event_term|arm|subjects_affected|subjects_at_risk\n"
        "GI|Nausea|Drug X|38|134\nGI|Nausea|Placebo|14|131\n",
        "Adverse event,Arm,Participants affected / at risk\nNausea,Drug X,38 / 134 (28.36%)\n"
        "Nausea,Placebo,14 / 131 (10.69%)\n",
        "harm,arm,events,total\nNausea,Drug X,38 (28.4),134\nNausea,Placebo,14 (10.7),131\n",
    ],
)
def test_counts_are_read_as_papers_and_registries_print_them(text: str) -> None:
    upload = counts(text)
    assert upload.arms == ("Drug X", "Placebo")
    (entry,) = upload.harms
    assert entry.harm == "Nausea"
    found = [(one.events, one.total) for one in entry.arms.values()]
    assert found == [(38, 134), (14, 131)]
    assert isinstance(entry.arms["Placebo"], ArmCount)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "AE,Drug X (N=134),Placebo (N=131)\nNausea,38 (38.4),14 (10.7)\n",
            ", row 2: 38 of 134 are 28.4 %, but 38.4 % is printed (Drug X). Check the row, and the "
            "number of patients of the arm.",
        ),
        (
            "AE,Drug X (N=134),Placebo (N=131)\nNausea,38/120,14/131\n",
            ', row 2: "38/120" is out of 120, the arm has 134 patients (Drug X). Check the row.',
        ),
        (
            "term,arm,subjects_affected,subjects_at_risk\nSeizure,A,140,134\nSeizure,B,2,131\n",
            ", row 2: events is 140 and total is 134. There cannot be more patients with the harm "
            "than patients. Check the row.",
        ),
    ],
)
def test_a_count_that_contradicts_itself_is_refused(text: str, said: str) -> None:
    assert words(read_event_counts, text) == [said]


def test_an_arm_without_its_patients_is_asked_for() -> None:
    found = words(read_event_counts, "AE,Drug X,Placebo\nNausea,38 (28.4),14 (10.7)\n")
    assert found == [
        f', row 1: the number of patients of "{arm}" is missing. Write it into the heading, as in '
        f'"{arm} (N=134)".'
        for arm in ("Drug X", "Placebo")
    ]
