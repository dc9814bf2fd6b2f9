# kind: honest
# verdict: honest
# why: train and test were written as two files earlier in the program; each is read back and only the first is learned from
import argparse
import json
from dataclasses import dataclass, asdict
from pathlib import Path
import tempfile
import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0


@dataclass
class Config:
    depth: int = 3
    eta: float = .2
    rounds: int = 200
    patience: int = 10
    valid_share: float = .2


def make_files(src: str, folder: Path) -> None:
    df = pd.read_csv(src).drop(columns=["exit_survey", "customerID", "city"])
    hold = df.sample(frac=.25, random_state=SEED)
    df.drop(hold.index).to_csv(folder / "train.csv", index=False)
    hold.to_csv(folder / "test.csv", index=False)


def load(path: Path):
    df = pd.read_csv(path)
    y = (df.pop("churned") == "yes").astype(int).to_numpy()
    df["contract"] = df["contract"].map({"monthly": 0, "one year": 1, "two years": 2})
    df["plan"] = df["plan"].map({"basic": 0, "plus": 1, "max": 2})
    return df.astype(float), y


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--source", default="churn.csv")
    ap.add_argument("--depth", type=int, default=3)
    a = ap.parse_args()
    cfg = Config(depth=a.depth)
    with tempfile.TemporaryDirectory() as tmp:
        tmp = Path(tmp)
        make_files(a.source, tmp)
        X, y = load(tmp / "train.csv")
        Xt, yt = load(tmp / "test.csv")
    va = np.random.default_rng(SEED).random(len(y)) < cfg.valid_share
    dtr, dva, dte = (xgb.DMatrix(X[~va], y[~va]), xgb.DMatrix(X[va], y[va]), xgb.DMatrix(Xt))
    bst = xgb.train(dict(objective="binary:logistic", eval_metric="aucpr", max_depth=cfg.depth, eta=cfg.eta, seed=SEED, nthread=1),
                    dtr, cfg.rounds, evals=[(dtr, "train"), (dva, "valid")], early_stopping_rounds=cfg.patience, verbose_eval=False)
    p = bst.predict(dte, iteration_range=(0, bst.best_iteration + 1))
    print(json.dumps({**asdict(cfg), "best": bst.best_iteration, "ap": float(average_precision_score(yt, p)), "auc": float(roc_auc_score(yt, p))}))


if __name__ == "__main__":
    main()
