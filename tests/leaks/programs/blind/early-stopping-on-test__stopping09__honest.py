# kind: early-stopping-on-test
# verdict: honest
# why: boosting stops at the round with the best aucpr on the valid matrix, and average precision is computed once on the test part.
import numpy as np
import pandas as pd
import xgboost as xgb

SEED = 0
rng = np.random.default_rng(SEED)

N = 2200
tx = pd.DataFrame(
    {
        "amount": rng.lognormal(3, 1, N),
        "hour": rng.integers(0, 24, N),
        "age_days": rng.exponential(200, N),
        "n_prev": rng.poisson(3, N),
        "noise_a": rng.normal(size=N),
        "noise_b": rng.normal(size=N),
    }
)
z = 0.9 * np.log(tx["amount"]) + 1.0 * tx["hour"].lt(6) - 0.004 * tx["age_days"] - 0.2 * tx["n_prev"] - 4.6
tx["fraud"] = (rng.random(N) < 1 / (1 + np.exp(-z))).astype(int)
tx["part"] = rng.choice(["train", "valid", "test"], N, p=[0.5, 0.2, 0.3])

D = {
    name: xgb.DMatrix(g.drop(columns=["fraud", "part"]), label=g["fraud"])
    for name, g in tx.groupby("part")
}
params = dict(objective="binary:logistic", eval_metric="aucpr", eta=0.15, max_depth=4, subsample=0.8, seed=SEED, nthread=1)

booster = xgb.train(params, D["train"], 120, evals=[(D["valid"], "watch")], early_stopping_rounds=20, verbose_eval=False)

rounds = booster.best_iteration + 1
report = tx.query("part == 'test'").assign(p=booster.predict(D["test"], iteration_range=(0, rounds)))
ranked = report.sort_values("p", ascending=False, kind="stable")
ranked["precision"] = ranked["fraud"].cumsum() / np.arange(1, len(ranked) + 1)
print(f"rounds: {rounds}  fraud rate: {tx['fraud'].mean():.3f}")
print(f"average precision: {ranked.query('fraud == 1')['precision'].mean():.4f}")
