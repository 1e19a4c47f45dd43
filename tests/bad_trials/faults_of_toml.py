"""Faults in a trial's description and words; ``tests/trial/test_loading.py`` asserts them."""

from __future__ import annotations

from tests.bad_trials.fault import Fault

FAULTS = [
    Fault(
        "trial.toml",
        'id = "minimal"\n',
        'id = "other"\n',
        ['trial.toml: id is "other", the folder is called "minimal". Give both the same name.'],
    ),
    Fault(
        "trial.toml",
        'id = "minimal"\n',
        "id = minimal\n",
        ["trial.toml, line 1, column 6: not valid TOML: Invalid value. Correct the line."],
    ),
    Fault("trial.toml", 'version = "1"\n', "", ["trial.toml: version is missing. Add it."]),
    Fault(
        "trial.toml",
        'version = "1"\n',
        "version = 1\n",
        ["trial.toml: version is 1. Give text in quotation marks."],
    ),
    Fault(
        "trial.toml",
        'version = "1"\n',
        'version = "1"\nversoin = "2"\n',
        [
            (
                'trial.toml: "versoin" is not known here. Did you mean "version"? Known here: id, '
                "version, registration, review, defaults, demonstration, local, calibration, "
                "sources, arms, endpoints, data_cuts, harms, criteria, "
                "cycles."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "next = 2026-07-01",
        "next = 2025-07-01",
        [
            (
                "trial.toml, review: next review 2025-07-01 is not after the last one "
                "2026-01-01. Set the date by which the data are to be checked again."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "next = 2026-07-01",
        'next = "soon"',
        ['trial.toml, review: next is "soon". Give a date such as 2026-05-22.'],
    ),
    Fault(
        "trial.toml",
        'data_cut = "first"\nendpoint = "os"\nmonths = 24',
        'data_cut = "frist"\nendpoint = "os"\nmonths = 24',
        [
            (
                'trial.toml, defaults: data_cut "frist" is not a data cut of this trial. Did you '
                'mean "first"? Known: first.'
            )
        ],
    ),
    Fault(
        "trial.toml",
        "months = 24",
        "months = 36",
        [
            (
                "trial.toml, defaults: no landmark of os in first at 36 months stands in "
                "landmarks.csv. Choose one that does, or add it."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "months = 24",
        "months = 6",
        [
            (
                "trial.toml, defaults: no landmark of os in first at 6 months stands in "
                "landmarks.csv. Choose one that does, or add it."
            ),
        ],
    ),
    Fault(
        "trial.toml",
        "seed = 1\n",
        "seed = nan\n",
        ["trial.toml: not valid TOML: a number is nan, which is not finite. Correct the value."],
    ),
    Fault(
        "trial.toml",
        "seed = 1\n",
        "seed = -1\n",
        ["trial.toml, calibration: seed is -1. Give a number of at least 0."],
    ),
    Fault(
        "trial.toml",
        "n_randomised = 100",
        'n_randomised = "100"',
        ['trial.toml, arms entry 1: n_randomised is "100". Give a whole number.'],
    ),
    Fault(
        "trial.toml",
        "n_safety = 98",
        "n_safety = 102",
        [
            (
                "trial.toml, arms entry 1: n_safety 102 exceeds n_randomised 100. Only those "
                "randomised can have been treated: correct one of the two."
            )
        ],
    ),
    Fault(
        "trial.toml",
        'role = "experimental"',
        'role = "control"',
        [
            (
                "trial.toml, arms entry 2: role control stands in arms entry 1 already. Keep one "
                "of the two."
            ),
            "trial.toml, arms: no arm has role experimental. Add it: each trial has two.",
        ],
    ),
    Fault(
        "trial.toml",
        'role = "experimental"',
        'role = "placebo"',
        ['trial.toml, arms entry 2: role is "placebo". Give one of: control, experimental.'],
    ),
    Fault(
        "trial.toml",
        'safety_source = "paper"',
        'safety_source = "papers"',
        [
            (
                'trial.toml, arms entry 1: safety_source "papers" is not a source of this trial. '
                'Did you mean "paper"? Known: paper.'
            )
        ],
    ),
    Fault(
        "trial.toml",
        'safety_status = "published"',
        'safety_status = "local"',
        [
            (
                "trial.toml, arms entry 1: safety_status is local, which is for a centre's own "
                "numbers. Give the status that the source allows, or name the centre under [local]."
            )
        ],
    ),
    Fault(
        "trial.toml",
        '[[data_cuts]]\nid = "first"',
        '[[data_cuts]]\nid = "First cut"',
        [
            (
                'trial.toml, data_cuts entry 1: id is "First cut". Give small letters, digits '
                'and single hyphens, at most 40, such as "later-cut".'
            )
        ],
    ),
    Fault(
        "trial.toml",
        '[[endpoints]]\nid = "os"\nprimary = true',
        '[[endpoints]]\nid = "os"\nprimary = true\n[[endpoints]]\nid = "os"\nprimary = false',
        [
            (
                "trial.toml, endpoints entry 2: id os stands in endpoints entry 1 already. Keep "
                "one of the two."
            )
        ],
    ),
    Fault(
        "trial.toml",
        '[[harms]]\nid = "fever"\ngrade = "3 or more"\nweighed = true',
        '[[harms]]\nid = "fever"\ngrade = "3 or more"\nweighed = true\n[[harms]]\nid = '
        '"pain"\ngrade = "3 or more"\nweighed = true',
        [
            (
                'trial.toml, harms entry 2: weighed is true, but "fever" is weighed already. '
                "Only one harm can be: set the others to false."
            ),
            'text.en.toml, harms: the harm "pain" has no words. Add harms.pain.',
        ],
    ),
    Fault(
        "trial.toml",
        "maximum = 70\n",
        "",
        [
            (
                "trial.toml, criteria entry 1: an age criterion needs minimum and maximum. Add "
                "both, in years."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "minimum = 18\n",
        "minimum = 81\n",
        [
            (
                "trial.toml, criteria entry 1: minimum 81 exceeds maximum 70. Give the lower age "
                "first."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "minimum = 18\nmaximum = 70\n",
        "minimum = 18\nmaximum = 70\nnear_minimum = 18\nnear_maximum = 70\n",
        [
            (
                "trial.toml, criteria entry 1: near_minimum 18 is not below minimum 18. Give the "
                "youngest age that counts as a near miss."
            ),
            (
                "trial.toml, criteria entry 1: near_maximum 70 is not above maximum 70. Give the "
                "oldest age that counts as a near miss."
            ),
            (
                "text.en.toml, criteria.age: near_below is missing, and near_minimum is 18. Say "
                "what such an age means."
            ),
            (
                "text.en.toml, criteria.age: near_above is missing, and near_maximum is 70. Say "
                "what such an age means."
            ),
        ],
    ),
    Fault(
        "trial.toml",
        'no = "not-met" }\n',
        'no = "not-met" }\nelsewhere = { yes = ["label"], no = ["lable"] }\n',
        [
            (
                'trial.toml, criteria entry 2: elsewhere names "yes", which is no answer that is '
                "not-met or caution. Known: no."
            ),
            (
                'trial.toml, criteria entry 2: elsewhere "lable" is not a context rate of this '
                'trial. Did you mean "label"? Known: label.'
            ),
        ],
    ),
    Fault(
        "trial.toml",
        "subgroup_from = 60\n",
        "",
        [
            (
                "trial.toml, criteria entry 1: subgroups is younger, older and subgroup_from is "
                "absent. Give both or neither."
            )
        ],
    ),
    Fault(
        "trial.toml",
        'subgroups = ["younger", "older"]',
        'subgroups = ["younger", "oldest"]',
        [
            (
                'trial.toml, criteria entry 1: subgroups "oldest" is not a subgroup of this '
                'trial. Did you mean "older"? Known: older, younger.'
            )
        ],
    ),
    Fault(
        "trial.toml",
        'subgroups = ["younger", "older"]',
        'subgroups = ["older"]',
        [
            (
                "trial.toml, criteria entry 1: subgroups names older alone. Name every group that "
                "the age divides the trial into: one is never shown without the others."
            )
        ],
    ),
    Fault(
        "trial.toml",
        'no = "not-met" }',
        'no = "never" }',
        [
            (
                'trial.toml, criteria entry 2, options: no is "never". Give one of: met, '
                "not-met, caution, unknown."
            )
        ],
    ),
    Fault(
        "trial.toml",
        "[[sources]]\n",
        "[sources]\n",
        ["trial.toml: sources is a table. Write each entry under [[sources]]."],
    ),
    Fault(
        "text.en.toml", 'funding = "Nobody."\n', "", ["text.en.toml: funding is missing. Add it."]
    ),
    Fault(
        "text.en.toml",
        'funding = "Nobody."\n',
        'funding = ""\n',
        ["text.en.toml: funding is empty. Give some text."],
    ),
    Fault(
        "text.en.toml",
        "[arms.control]",
        "[arms.contrl]",
        [
            'text.en.toml, arms: the arm "control" has no words. Add arms.control.',
            (
                'text.en.toml, arms.contrl: the trial has no arm "contrl". Did you mean '
                '"control"? Correct the id or take the words out.'
            ),
        ],
    ),
    Fault(
        "text.en.toml",
        'alive = "alive"\n',
        'alive = "alive"\nalife = "alive"\n',
        [
            (
                'text.en.toml, endpoints.os: "alife" is not known here. Did you mean "alive"? '
                "Known here: name, short, alive, alive_heading, died, died_heading, event, "
                "anchor, events, gain, caution."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        "[cuts.first]",
        "[cuts.second]",
        [
            'text.en.toml, cuts: the data cut "first" has no words. Add cuts.first.',
            (
                'text.en.toml, cuts.second: the trial has no data cut "second". Correct the id '
                "or take the words out."
            ),
        ],
    ),
    Fault(
        "text.en.toml",
        '[subgroups.older]\nname = "Older"\n',
        "",
        ['text.en.toml, subgroups: the subgroup "older" has no words. Add subgroups.older.'],
    ),
    Fault(
        "trial.toml",
        "minimum = 18\n",
        "minimum = 18\nnear_minimum = 16\n",
        [
            (
                "text.en.toml, criteria.age: near_below is missing, and near_minimum is 16. Say "
                "what such an age means."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        'above = "Too old for the trial."\n',
        'above = "Too old for the trial."\nnear_above = "Just too old."\n',
        [
            (
                "text.en.toml, criteria.age: near_above is said, but trial.toml gives no "
                "near_maximum. Give it there or take near_above out."
            )
        ],
    ),
    Fault(
        "trial.toml",
        'yes = "met", no',
        'yes = "caution", no',
        [
            (
                "text.en.toml, criteria.remission.options.yes: consequence is missing, and the "
                "answer is caution. Say what follows from it."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        "[criteria.remission.options.no]",
        "[criteria.remission.options.never]",
        [
            (
                'text.en.toml, criteria.remission.options: the answer "no" has no words. Add '
                "criteria.remission.options.no."
            ),
            (
                "text.en.toml, criteria.remission.options.never: the trial has no answer "
                '"never". Correct the id or take the words out.'
            ),
        ],
    ),
    Fault(
        "text.en.toml",
        "[context.label]",
        "[context.lable]",
        [
            'text.en.toml, context: the context rate "label" has no words. Add context.label.',
            (
                'text.en.toml, context.lable: the trial has no context rate "lable". Did you '
                'mean "label"? Correct the id or take the words out.'
            ),
        ],
    ),
    Fault(
        "text.en.toml",
        'regimen = "Regimen"\n',
        "",
        [
            (
                'text.en.toml, fact_groups: the group of facts "regimen" has no words. Add '
                "fact_groups.regimen."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        "{value} units a day.",
        "28 units a day.",
        [
            (
                "text.en.toml, facts.dose: text has no {value}, but facts.csv gives 28. Put "
                "{value} where the number belongs."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        "{value} units a day.",
        "{value} of {control} units a day.",
        [
            (
                "text.en.toml, facts.dose: text has {control}, but facts.csv gives no control. "
                "Give it there or take it out."
            )
        ],
    ),
    Fault(
        "text.en.toml",
        "{value} units a day.",
        "{value} units in {days}.",
        ["text.en.toml, facts.dose: text has {days}. Only {value} is filled in here."],
    ),
    Fault(
        "text.en.toml",
        'within {time}"',
        'within {time"',
        ["text.en.toml, endpoints.os: anchor has {}. Only {time} is filled in here."],
    ),
    Fault(
        "text.en.toml",
        'practicalities = ["dose"]',
        'practicalities = ["doze"]',
        [
            (
                'text.en.toml, practicalities: "doze" is not a fact of this trial. Did you mean '
                '"dose"? Name a fact of facts.csv.'
            )
        ],
    ),
    Fault(
        "text.en.toml",
        'practicalities = ["dose"]\n',
        'practicalities = ["dose"]\nbeside_harms = ["regime"]\n',
        [
            (
                'text.en.toml, beside_harms: "regime" is not a group of facts. Did you mean '
                '"regimen"? Name a group of facts.csv.'
            )
        ],
    ),
    Fault(
        "text.en.toml",
        'practicalities = ["dose"]',
        'practicalities = "dose"',
        ['text.en.toml: practicalities is "dose". Give a list in square brackets.'],
    ),
]
