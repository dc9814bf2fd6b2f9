"""The programs of the corpus whose audits take longest: a twentieth of them, and more than a fifth of the time.

`make leak-corpus` audits them with all the others; `make test` leaves them out.
"""

SLOW = {
    "honest__bootci__honest.py",
    "honest__churn_cutoff__honest.ipynb",
    "honest__customtf_grid__honest.py",
    "honest__donor_cut_nested__honest.py",
    "honest__nestedcv__honest.py",
    "honest__pending_labels__honest.py",
    "honest__rolling__honest.py",
    "honest__serving_ledger__honest.py",
    "honest__spending_habits__honest.py",
    "honest__stacked_reports__honest.py",
    "honest__terminal_risk__honest.ipynb",
    "honest__torchstop__honest.py",
    "honest__tuned_threshold__honest.py",
    "honest__walk__honest.py",
    "honest__words__honest.py",
    "label-delay__terminal_ledger__honest.py",
    "label-delay__terminal_ledger__leaky.py",
    "refit-on-test__abstract_screening__honest.py",
    "refit-on-test__abstract_screening__leaky.py",
    "time__clinic_no_show__honest.py",
    "tuning-on-test__churn_blend__honest.py",
    "tuning-on-test__churn_blend__leaky.py",
    "tuning-on-test__forward__honest.py",
    "tuning-on-test__fraud_model_zoo__honest.ipynb",
    "tuning-on-test__fraud_model_zoo__leaky.ipynb",
    "tuning-on-test__gridcv_bestscore__honest.py",
    "tuning-on-test__lapse_model_grid__honest.py",
    "tuning-on-test__lapse_model_grid__leaky.py",
    "tuning-on-test__notebook_topic14__honest.py",
    "tuning-on-test__panel__honest.ipynb",
    "tuning-on-test__zoo__honest.py",
}
