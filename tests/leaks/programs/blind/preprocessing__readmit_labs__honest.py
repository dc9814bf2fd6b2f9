# kind: preprocessing
# verdict: honest
# why: the ward medians that fill missing lab values come from the training stays only and are merely looked up for the test stays.
# options:

# %% [markdown]
# ## 30-day readmission, medical wards
# Notebook exported to a script. Lab values are missing when the doctor did not order them.

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, brier_score_loss, confusion_matrix

SEED = 0
rng = np.random.default_rng(SEED)
pd.set_option("display.width", 120)
LABS = ["creatinine", "sodium", "crp", "haemoglobin"]
WARDS = ["cardio", "pulmo", "gastro", "geriatric"]

# %% stays
n = 2600
stays = pd.DataFrame({
    "stay_id": rng.permutation(n) + 1,
    "ward": rng.choice(WARDS, n, p=[.3, .25, .25, .2]),
    "age": rng.normal(67, 14, n).clip(18, 99).round(),
    "los": rng.gamma(2.0, 3.0, n).round(1),
    "prior_adm": rng.poisson(.9, n),
})
shift = stays["ward"].map({"cardio": .3, "pulmo": 0.0, "gastro": -.2, "geriatric": .6})
labs = pd.DataFrame({
    "stay_id": stays["stay_id"],
    "creatinine": np.exp(rng.normal(.05 + .3 * shift, .35)),
    "sodium": rng.normal(138 - 1.5 * shift, 4),
    "crp": np.exp(rng.normal(2.6 + .5 * shift, 1.0)),
    "haemoglobin": rng.normal(12.8 - .6 * shift, 1.7),
})
logit = (-2.9 + .35 * stays["prior_adm"] + .03 * (stays["age"] - 67) + .05 * stays["los"]
         + .8 * np.log(labs["creatinine"]) + .3 * (np.log(labs["crp"]) - 2.6)
         - .15 * (labs["haemoglobin"] - 12.8))
stays["readmitted"] = (rng.random(n) < 1 / (1 + np.exp(-logit))).astype(int)
for c, share in zip(LABS, (.15, .10, .35, .20)):
    labs.loc[rng.random(n) < share, c] = np.nan

stays = stays.merge(labs, on="stay_id", how="left", validate="one_to_one")
print(stays[LABS].isna().mean().rename("share missing").to_frame().to_string())

# %% split, 70/30 within readmitted yes / no
train = stays.groupby("readmitted").sample(frac=.7, random_state=SEED)
test = stays.drop(train.index)
print("\ntrain", train.shape, " test", test.shape)


# %% fill and prepare
def typical_values(frame):
    return frame.groupby("ward")[LABS].median()


def prepare(frame, med):
    out = pd.DataFrame(index=frame.index)
    for c in LABS:
        out[c + "_missing"] = frame[c].isna().astype(int)
        out[c] = frame[c].fillna(frame["ward"].map(med[c]))
    out["log_crp"] = np.log(out.pop("crp"))
    out["log_creat"] = np.log(out.pop("creatinine"))
    out["age10"] = frame["age"] / 10
    out["los"] = frame["los"]
    out["prior"] = frame["prior_adm"].clip(upper=5)
    for w in WARDS[1:]:
        out["ward_" + w] = (frame["ward"] == w).astype(int)
    return out


medians = typical_values(train)
print("\nvalues used for filling\n" + medians.round(2).to_string())
Xtr, Xte = prepare(train, medians), prepare(test, medians)

# %% model
centre, spread = Xtr.mean(), Xtr.std()
clf = LogisticRegression(C=.5, max_iter=2000)
clf.fit((Xtr - centre) / spread, train["readmitted"])
p = clf.predict_proba((Xte - centre) / spread)[:, 1]

# %% results
res = pd.Series({"AUC": roc_auc_score(test["readmitted"], p),
                 "Brier": brier_score_loss(test["readmitted"], p),
                 "n": len(test)}, name="test")
print("\n" + res.to_frame().round(4).to_string())
cm = confusion_matrix(test["readmitted"], p > .2)
print(pd.DataFrame(cm, index=["stayed home", "came back"], columns=["low risk", "high risk"]).to_string())
by_age = test.assign(p=p, band=pd.cut(test["age"], [0, 50, 65, 80, 120]))
print(by_age.groupby("band", observed=True)
      .agg(n=("p", "size"), expected=("p", "sum"), seen=("readmitted", "sum")).round(1).to_string())
