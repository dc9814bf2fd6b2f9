# kind: honest
# verdict: honest
# why: Rows whose label was not known at the cut enter the fit with label -1 only, the outlier model is fitted on the first ten days that the classifier does not use, and only payments after the cut are scored.
# options: --time time --label-time label_known
# Fraud desk, replayed: at each cut we train with what the desk knew that night.
# Payments whose label is still pending are not thrown away, SelfTraining may use them unlabelled.
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, precision_score
from sklearn.neighbors import LocalOutlierFactor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler
from sklearn.semi_supervised import SelfTrainingClassifier

SEED = 0
DAY = pd.Timedelta(days=1)
WARMUP, CUTS, HORIZON = 10 * DAY, (32, 41, 50), 9 * DAY
SHAPE = ["log_amount", "n_last_day", "distance_km", "speed"]


def load():
    p = pd.read_csv("payments.csv", parse_dates=["time", "label_known"], usecols=lambda c: c != "chargeback")
    p = p.sort_values("time", kind="stable").reset_index(drop=True)
    p["log_amount"] = np.log1p(p["amount"])
    p["night"] = ((p["hour"] < 6) | (p["hour"] > 22)).astype(int)
    p["device_age"] = p["device_age"].fillna(-1)
    p["abroad"] = (p["country"] != "ES").astype(int)
    kinds = pd.CategoricalDtype(["clothes", "food", "fuel", "games", "travel"])
    return p.join(pd.get_dummies(p["category"].astype(kinds), prefix="is", dtype=int))


pay = load()
opening = pay["time"].min()
INPUTS = SHAPE + ["night", "device_age", "abroad"] + [c for c in pay.columns if c.startswith("is_")]

usual = pay[pay["time"] < opening + WARMUP]
strange = make_pipeline(RobustScaler(), LocalOutlierFactor(n_neighbors=35, novelty=True)).fit(usual[SHAPE])

replay = []
for day in CUTS:
    cut = opening + day * DAY
    past = pay[(pay["time"] >= opening + WARMUP) & (pay["time"] < cut)]
    ahead = pay[(pay["time"] >= cut) & (pay["time"] < cut + HORIZON)]

    label = past["fraud"].where(past["label_known"] < cut, -1)
    seen, unseen = [
        part[INPUTS].assign(strangeness=-strange.score_samples(part[SHAPE])) for part in (past, ahead)
    ]
    learner = SelfTrainingClassifier(
        RandomForestClassifier(90, min_samples_leaf=3, max_features=0.5, random_state=SEED),
        threshold=0.97, max_iter=4,
    ).fit(seen, label)

    risk = learner.predict_proba(unseen)[:, 1]
    worst = np.zeros(len(risk), dtype=int)
    worst[np.argsort(-risk, kind="stable")[:20]] = 1
    replay.append({
        "cut": cut.date(), "labelled": int((label >= 0).sum()), "pending": int((label < 0).sum()),
        "ahead": len(ahead), "frauds": int(ahead["fraud"].sum()),
        "ap": average_precision_score(ahead["fraud"], risk), "prec@20": precision_score(ahead["fraud"], worst),
    })

replay = pd.DataFrame(replay).set_index("cut")
print(replay.round(3).to_string())
print("mean ap over cuts: %.3f" % replay["ap"].mean())
