# kind: threshold-on-test
# verdict: leak
# why: the cost-minimal cut-off is searched on the test orders and the cost at that cut-off is then reported on the same test orders.
"""Order fraud: amount-weighted cost, one cut-off, bootstrapped cost on the test orders."""
import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

SEED = 0
log = logging.getLogger("orders")

COUNTRY = pd.CategoricalDtype(["AT", "BE", "DE", "NL", "PL"])
BASKET = pd.CategoricalDtype(["tiny", "small", "medium", "large"])
TARGET = "chargeback"
PARAMS = {
    "n_estimators": 70,
    "max_depth": 3,
    "learning_rate": 0.1,
    "subsample": 0.8,
    "tree_method": "hist",
    "enable_categorical": True,
    "n_jobs": 1,
    "random_state": SEED,
}


@dataclass(frozen=True)
class Economics:
    review_fee: float = 6.0
    loss_share: float = 0.9


@dataclass
class Scored:
    y: np.ndarray
    p: np.ndarray
    amount: np.ndarray

    def take(self, rows):
        return Scored(self.y[rows], self.p[rows], self.amount[rows])


def read_orders(n=1800):
    rng = np.random.default_rng(SEED)
    orders = pd.DataFrame({
        "amount": rng.lognormal(4.2, 0.7, n),
        "items": rng.poisson(2.0, n) + 1,
        "account_days": rng.gamma(1.5, 150.0, n),
        "failed_logins": rng.poisson(0.6, n),
        "country": pd.Series(rng.choice(COUNTRY.categories, n)).astype(COUNTRY),
    })
    edges = [0, 30, 80, 200, np.inf]
    orders["basket"] = pd.cut(orders["amount"], edges, labels=list(BASKET.categories)).astype(BASKET)
    z = -3.3 + 0.7 * orders["failed_logins"] - 0.004 * orders["account_days"] + 0.5 * (np.log(orders["amount"]) - 4.2)
    orders[TARGET] = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
    return orders


def three_parts(orders):
    rows = np.arange(len(orders))
    label = orders[TARGET].to_numpy()
    fit, rest = train_test_split(rows, test_size=0.5, stratify=label, random_state=SEED)
    valid, test = train_test_split(rest, test_size=0.5, stratify=label[rest], random_state=SEED)
    return fit, valid, test


def mean_cost(scored, cut, eco):
    held = scored.p >= cut
    lost = eco.loss_share * scored.amount * ((scored.y == 1) & ~held)
    return float(np.mean(lost + eco.review_fee * held))


def cheapest_cut(scored, eco):
    grid = np.quantile(scored.p, np.linspace(0.3, 0.995, 80))
    costs = [mean_cost(scored, c, eco) for c in grid]
    return float(grid[int(np.argmin(costs))])


def interval(scored, cut, eco, rounds=200):
    rng = np.random.default_rng(SEED)
    n = len(scored.y)
    costs = [mean_cost(scored.take(rng.integers(0, n, n)), cut, eco) for _ in range(rounds)]
    return np.percentile(costs, [5, 95])


def main():
    logging.basicConfig(level=logging.INFO, format="%(name)s %(message)s")
    eco = Economics()
    orders = read_orders()
    features = orders.columns.drop(TARGET)
    fit, valid, test = three_parts(orders)
    model = XGBClassifier(**PARAMS).fit(orders.iloc[fit][features], orders.iloc[fit][TARGET])

    def scored_rows(rows):
        part = orders.iloc[rows]
        p = model.predict_proba(part[features])[:, 1]
        return Scored(part[TARGET].to_numpy(), p, part["amount"].to_numpy())

    on_valid, on_test = scored_rows(valid), scored_rows(test)
    log.info("ap valid %.3f", average_precision_score(on_valid.y, on_valid.p))
    cut = cheapest_cut(on_test, eco)  # <- leak
    low, high = interval(on_test, cut, eco)
    log.info("cut %.3f, test cost per order %.2f [%.2f, %.2f]", cut, mean_cost(on_test, cut, eco), low, high)
    log.info("ap test %.3f", average_precision_score(on_test.y, on_test.p))


if __name__ == "__main__":
    main()
