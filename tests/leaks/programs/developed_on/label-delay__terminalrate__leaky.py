# kind: label-delay
# verdict: leak
# options: --time time --label-time label_known
# why: a terminal's fraud rate counts every earlier payment there, also those whose label comes in only after the payment to be judged
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0


def load():
    return pd.read_csv("payments.csv", parse_dates=["time", "label_known"]).sort_values("time").reset_index(drop=True)


def terminal_history(df, clock):
    """Frauds and payments at the terminal up to now, in the order of `clock`."""
    log = df[["terminal_id", clock, "fraud"]].sort_values(clock, kind="stable")
    per_terminal = log.groupby("terminal_id")["fraud"]
    log["seen"] = per_terminal.cumcount() + 1
    log["bad"] = per_terminal.cumsum()
    log = log.rename(columns={clock: "at"})[["terminal_id", "at", "seen", "bad"]]
    joined = pd.merge_asof(
        df[["terminal_id", "time"]], log, left_on="time", right_on="at", by="terminal_id", allow_exact_matches=False
    )
    return (joined["bad"].fillna(0) + 0.3) / (joined["seen"].fillna(0) + 10)


def main():
    df = load()
    df["terminal_rate"] = terminal_history(df, clock="time")  # <- leak
    df["log_amount"] = np.log(df["amount"])
    columns = ["terminal_rate", "log_amount", "distance_km", "speed", "n_last_day"]

    start = df["time"].max() - pd.Timedelta(days=20)
    train, test = df[df["label_known"] < start], df[df["time"] >= start]
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", random_state=SEED))
    model.fit(train[columns], train["fraud"])
    score = model.decision_function(test[columns])
    top = test["fraud"].to_numpy()[np.argsort(-score)[:100]]
    print("coefficients", dict(zip(columns, model[-1].coef_[0].round(2))))
    print(f"AUC of the last 20 days {roc_auc_score(test['fraud'], score):.4f}, precision at 100 {top.mean():.2f}")


main()
