# kind: honest
# verdict: honest
# why: a table of many alert levels is printed for the test admissions, but the level in use follows from the agreed harm ratio before any data are seen; nothing is chosen from the table.
# options:
"""
Early warning for sepsis on the surgical wards.

The committee agreed that one missed sepsis weighs as much as twelve needless alerts, which fixes
the alert level at 1 / (1 + 12). The table of other levels is an appendix for the report.
"""
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import confusion_matrix, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
HARM_RATIO = 12
ALERT_LEVEL = 1 / (1 + HARM_RATIO)
VITALS = {"hr": (86, 15), "rr": (17, 4), "temp": (37.1, .7), "sbp": (124, 18), "wbc": (9.5, 3.5)}


def build_admissions(n: int = 3000) -> pd.DataFrame:
    r = np.random.default_rng(seed=SEED)
    adm = pd.DataFrame({k: r.normal(m, s, n) for k, (m, s) in VITALS.items()}).round(1)
    adm.insert(0, "ward", r.choice(["S1", "S2", "S3", "ICU step-down"], n, p=[.35, .3, .2, .15]))
    adm["emergency"] = r.binomial(1, .35, n)
    lin = (-4.1 + .9 * (adm["hr"] - 86) / 15 + .6 * (adm["rr"] - 17) / 4 + .5 * np.abs(adm["temp"] - 37.1) / .7
           - .4 * (adm["sbp"] - 124) / 18 + .5 * (adm["wbc"] - 9.5) / 3.5 + .7 * adm["emergency"])
    adm["sepsis"] = r.binomial(1, 1 / (1 + np.exp(-lin)))
    for col in ("temp", "wbc"):
        adm.loc[r.random(n) < .15, col] = np.nan
    return adm


def fill_with_norm(df: pd.DataFrame) -> pd.DataFrame:
    """Unmeasured means unremarkable: the textbook value goes in."""
    x = df[list(VITALS) + ["emergency"]].copy()
    for col, normal in (("temp", 36.8), ("wbc", 7.5)):
        x[f"{col}_done"] = x[col].notna() * 1
        x[col] = x[col].fillna(normal)
    x["shock_index"] = x["hr"] / x["sbp"]
    return x


def at_level(y, p, level):
    tn, fp, fn, tp = confusion_matrix(y, p >= level, labels=[0, 1]).ravel()
    return {"level": level, "TP": tp, "FP": fp, "FN": fn, "TN": tn,
            "sens": tp / max(tp + fn, 1), "ppv": tp / max(tp + fp, 1),
            "harm_per_100": 100 * (fp + HARM_RATIO * fn) / len(y)}


adm = build_admissions()
dev, test = train_test_split(adm, test_size=.35, random_state=SEED, stratify=adm["sepsis"])
gb = GradientBoostingClassifier(n_estimators=80, max_depth=2, learning_rate=.08, subsample=.7, random_state=SEED)
gb.fit(fill_with_norm(dev), dev["sepsis"])
p_test = gb.predict_proba(fill_with_norm(test))[:, 1]
y_test = test["sepsis"].to_numpy()

main_result = at_level(y_test, p_test, ALERT_LEVEL)
print(f"AUROC {roc_auc_score(y_test, p_test):.3f} on {len(test)} admissions, {y_test.sum()} with sepsis")
print(pd.Series(main_result).round(3).to_string())

print("\nAppendix: other alert levels, same admissions")
levels = [.02, .04, .06, .08, .10, .15, .20, .30, .40]
print(pd.DataFrame([at_level(y_test, p_test, lv) for lv in levels]).round(3).to_string(index=False))

print("\nBy ward, alert level %.3f" % ALERT_LEVEL)
parts = {w: at_level(y_test[m], p_test[m], ALERT_LEVEL)
         for w in sorted(test["ward"].unique()) for m in [(test["ward"] == w).to_numpy()]}
print(pd.DataFrame(parts).T[["TP", "FP", "FN", "sens", "ppv"]].round(2).to_string())
