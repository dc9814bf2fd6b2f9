# kind: honest
# verdict: honest
# why: Unlabelled payments enter an EM estimate of the fraud share, but they all happened before the scored week and their labels are never read, and only labels known on the day of scoring train the model.
# options: --time time --label-time label_known --not-at-prediction chargeback --target fraud
"""Weekly fraud probabilities whose base rate follows the newest payments.

Disputes take five to nine days, so on any Monday roughly one week of payments has
no outcome yet.  Their covariates still tell us something: with P(x | class) stable,
the class share of that week can be found by the fixed-point iteration of Saerens,
Latinne and Decaestecker (2002), and the posteriors for the coming week are moved to it.
"""
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
rng = np.random.default_rng(SEED)

NUM = ["log_amount", "n_last_day", "distance_km", "speed", "device_age", "night"]
CAT = ["category", "country"]


def posterior_under(prior_new, prior_old, p):
    up = p * prior_new / prior_old
    down = (1 - p) * (1 - prior_new) / (1 - prior_old)
    return up / (up + down)


def saerens(p, prior_old, pseudo=150, tol=1e-7):
    """EM for the class share; `pseudo` observations at the old share keep it from collapsing."""
    share = prior_old
    for _ in range(500):
        q = posterior_under(share, prior_old, p)
        new = (q.sum() + pseudo * prior_old) / (len(q) + pseudo)
        if abs(new - share) < tol:
            break
        share = new
    return share


pay = (
    pd.read_csv("payments.csv", parse_dates=["time", "label_known"])
    .drop(columns=["chargeback", "payment_id"])
    .assign(
        log_amount=lambda d: np.log1p(d["amount"]),
        night=lambda d: ((d["hour"] < 6) | (d["hour"] > 22)).astype(float),
    )
)

scored = []
for monday in pd.date_range("2025-02-03", "2025-02-24", freq="7D"):
    settled = pay[pay["label_known"] < monday]
    pending = pay.loc[(pay["time"] < monday) & (pay["label_known"] >= monday), NUM + CAT]
    week = pay[(pay["time"] >= monday) & (pay["time"] < monday + pd.Timedelta(days=7))]

    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), NUM),
            (OneHotEncoder(handle_unknown="ignore"), CAT),
        ),
        LogisticRegression(C=0.3, max_iter=2000),
    )
    model.fit(settled[NUM + CAT], settled["fraud"])
    base = settled["fraud"].mean()

    p_pending = model.predict_proba(pending)[:, 1]
    share = saerens(p_pending, base)
    boot = [saerens(rng.choice(p_pending, len(p_pending)), base) for _ in range(40)]

    raw = model.predict_proba(week[NUM + CAT])[:, 1]
    scored.append(
        pd.DataFrame(
            {"monday": monday, "fraud": week["fraud"], "raw": raw, "moved": posterior_under(share, base, raw)}
        )
    )
    print(
        f"{monday:%d %b}: {len(settled):4d} settled ({base:.3%} fraud), {len(pending)} pending, "
        f"EM share {share:.3%} (bootstrap sd {np.std(boot):.3%})"
    )

scored = pd.concat(scored)
for name in ("raw", "moved"):
    print(
        f"{name:>5}: log loss {log_loss(scored['fraud'], scored[name]):.4f}, "
        f"average precision {average_precision_score(scored['fraud'], scored[name]):.3f}"
    )
by_week = scored.groupby("monday")[["fraud", "raw", "moved"]].mean()
print((100 * by_week).round(2).to_string())
