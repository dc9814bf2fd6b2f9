# kind: threshold-on-test
# verdict: leak
# why: cost_curve(parts.test, ...) searches the cheapest cut-off with the test labels and the saving is then reported on those same test cards.
# options:
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

SEED = 0

COST = pd.DataFrame({"decline": [95.0, 0.0], "accept": [0.0, 1150.0]}, index=["pays", "defaults"])


@dataclass
class Parts:
    fit: pd.DataFrame
    valid: pd.DataFrame
    test: pd.DataFrame


def applications(n=4200):
    r = np.random.default_rng(SEED)
    df = pd.DataFrame({
        "income": r.lognormal(10.2, .5, n).round(-1),
        "months_at_job": r.exponential(50, n).round(),
        "n_cards": r.poisson(1.7, n),
        "utilisation": r.beta(2, 3, n).round(3),
        "inquiries_6m": r.poisson(1.1, n),
        "channel": pd.Categorical(r.choice(["branch", "web", "partner"], n, p=[.3, .5, .2]),
                                  categories=["branch", "web", "partner"]),
    })
    eta = (-4.0 + 2.6 * df["utilisation"] + .35 * df["inquiries_6m"] - .006 * df["months_at_job"]
           - .5 * np.log(df["income"] / 27_000) + .5 * (df["channel"] == "partner"))
    df["default"] = r.binomial(1, 1 / (1 + np.exp(-eta)))
    df.loc[r.random(n) < .12, "income"] = np.nan
    df.loc[r.random(n) < .07, "months_at_job"] = np.nan
    return df


def three_way(df):
    u = np.random.default_rng(SEED + 100).random(len(df))
    part = pd.cut(u, [0, .5, .75, 1.0], labels=["fit", "valid", "test"], include_lowest=True)
    return Parts(*(df[part == p].copy() for p in ("fit", "valid", "test")))


def cost_curve(frame, cuts):
    lines = []
    for c in cuts:
        decline = frame["pd_hat"] >= c
        bad = frame["default"] == 1
        total = (COST.loc["pays", "decline"] * (decline & ~bad).sum()
                 + COST.loc["defaults", "accept"] * (~decline & bad).sum())
        lines.append((round(c, 3), int(decline.sum()), total, total / len(frame)))
    return pd.DataFrame(lines, columns=["cut", "declined", "total_cost", "cost_per_app"]).set_index("cut")


def main():
    parts = three_way(applications())
    xs = [c for c in parts.fit.columns if c != "default"]
    gbm = HistGradientBoostingClassifier(max_iter=80, learning_rate=.07, max_leaf_nodes=9,
                                         categorical_features="from_dtype", early_stopping=False,
                                         random_state=SEED)
    gbm.fit(parts.fit[xs], parts.fit["default"])
    for fr in (parts.valid, parts.test):
        fr["pd_hat"] = gbm.predict_proba(fr[xs])[:, 1]

    print("applications", {k: len(v) for k, v in vars(parts).items()})
    print("AUC valid %.3f   AUC test %.3f" % tuple(
        roc_auc_score(fr["default"], fr["pd_hat"]) for fr in (parts.valid, parts.test)))

    cuts = np.arange(.02, .50, .01)
    curve = cost_curve(parts.test, cuts)  # <- leak
    cut = curve["total_cost"].idxmin()
    print("\n", curve.nsmallest(5, "total_cost").to_string())

    outcome = cost_curve(parts.test, [cut, 1.01])
    outcome.index = ["model, cut %.2f" % cut, "accept everybody"]
    print("\nTest portfolio\n", outcome.round(2).to_string())
    saved = 1 - outcome["total_cost"].iloc[0] / outcome["total_cost"].iloc[1]
    print(f"\nsaved on the test portfolio: {saved:.1%}")
    t = parts.test
    print(pd.crosstab([t["channel"], t["default"]], t["pd_hat"] >= cut).to_string())


if __name__ == "__main__":
    main()
