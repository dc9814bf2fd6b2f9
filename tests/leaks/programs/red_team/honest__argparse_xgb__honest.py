# kind: early-stopping-on-test
# verdict: honest
# why: early stopping on a validation part cut from training; the test part is scored once
import argparse
import logging

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split

SEED = 0
log = logging.getLogger("fraud")


def parse():
    ap = argparse.ArgumentParser(description="Train a fraud model.")
    ap.add_argument("--table", default="payments.csv")
    ap.add_argument("--rounds", type=int, default=200)
    ap.add_argument("--eta", type=float, default=0.15)
    ap.add_argument("--patience", type=int, default=10)
    return ap.parse_args()


def features(df):
    out = df[["amount", "hour", "n_last_day", "distance_km", "speed", "device_age"]].copy()
    out["log_amount"] = np.log1p(out.amount)
    out["night"] = ((out.hour < 6) | (out.hour > 22)).astype(int)
    for c in ("food", "travel", "games", "fuel", "clothes"):
        out["cat_" + c] = (df.category == c).astype(int)
    return out


def main():
    args = parse()
    logging.basicConfig(level=logging.INFO)
    df = pd.read_csv(args.table, parse_dates=["time"])
    dev, test = train_test_split(df, test_size=0.25, stratify=df.fraud, random_state=SEED)
    fit, val = train_test_split(dev, test_size=0.2, stratify=dev.fraud, random_state=SEED + 1)
    d_fit = xgb.DMatrix(features(fit), label=fit.fraud)
    d_val = xgb.DMatrix(features(val), label=val.fraud)
    d_test = xgb.DMatrix(features(test))
    params = dict(objective="binary:logistic", eta=args.eta, max_depth=4, eval_metric="aucpr", seed=SEED, nthread=1)
    booster = xgb.train(params, d_fit, args.rounds, evals=[(d_fit, "fit"), (d_val, "val")], early_stopping_rounds=args.patience, verbose_eval=False)
    log.info("best round %d", booster.best_iteration)
    p = booster.predict(d_test, iteration_range=(0, booster.best_iteration + 1))
    print(f"test AP {average_precision_score(test.fraud, p):.3f}  AUC {roc_auc_score(test.fraud, p):.3f}")


if __name__ == "__main__":
    main()
