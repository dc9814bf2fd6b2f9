"""The four tables that the programs of the corpus read: simulated, another draw at each seed.

python -m tests.leaks.tables FOLDER [SEED]
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd


def _risk(rng: np.random.Generator, logit: np.ndarray, share: float) -> np.ndarray:
    """0/1 labels: a row is positive where its noisy logit is among the highest `share`."""
    noisy = logit + rng.logistic(size=len(logit))
    return (noisy > np.quantile(noisy, 1 - share)).astype(int)


def payments(seed: int = 0) -> pd.DataFrame:
    """4,000 card payments of 60 days in the order of time, 3 % fraud; customers and terminals recur."""
    rng = np.random.default_rng([seed, 1])
    n = 4_000
    customer, terminal = rng.integers(0, 400, n), rng.integers(0, 60, n)
    day = np.sort(rng.uniform(0, 60, n))
    habit, trouble = rng.normal(0, 1, 400), rng.normal(0, 1.2, 60)
    amount = np.exp(3 + 0.5 * habit[customer] + rng.normal(0, 0.8, n)).round(2)
    hour = (day % 1 * 24).round(2)
    recent = rng.poisson(2 + (habit[customer] > 1), n)
    distance = rng.exponential(10, n).round(3)
    speed = rng.normal(0, 1, n).round(4)
    age = np.where(rng.random(n) < 0.08, np.nan, rng.integers(0, 60, n))
    logit = 0.9 * np.log(amount) + 0.08 * distance + 0.9 * speed + trouble[terminal] + 0.4 * recent + habit[customer]
    fraud = _risk(rng, logit, 0.03)
    start = pd.Timestamp("2025-01-01")
    return pd.DataFrame(
        {
            "payment_id": 100_000 + np.arange(n),
            "customer_id": customer,
            "terminal_id": terminal,
            "time": (start + pd.to_timedelta(day, unit="D")).floor("s"),
            "label_known": (start + pd.to_timedelta(day + rng.uniform(5, 9, n), unit="D")).floor("s"),
            "amount": amount,
            "hour": hour,
            "n_last_day": recent,
            "distance_km": distance,
            "speed": speed,
            "device_age": age,
            "category": rng.choice(["food", "travel", "games", "fuel", "clothes"], n, p=[0.4, 0.1, 0.1, 0.2, 0.2]),
            "country": rng.choice(["AT", "DE", "FR", "IT", "PL", "ES", "NL"], n),
            "chargeback": np.where(rng.random(n) < 0.97, fraud, 1 - fraud),  # written weeks after the payment
            "fraud": fraud,
        }
    )


def patients(seed: int = 0) -> pd.DataFrame:
    """1,800 visits of 600 patients, 7 % with the disease; a patient's visits look alike and end alike."""
    rng = np.random.default_rng([seed, 2])
    people, n = 600, 1_800
    patient = np.sort(rng.integers(0, people, n))
    base = rng.normal(0, 1, (people, 8))
    labs = base[patient] + rng.normal(0, 0.3, (n, 8))
    age, bmi = rng.integers(20, 90, people)[patient], rng.normal(26, 4, people)[patient] + rng.normal(0, 0.5, n)
    ill = _risk(rng, 0.9 * base[:, 0] + 0.7 * base[:, 1] - 0.5 * base[:, 2] + 0.02 * rng.normal(size=people), 0.07)
    y = np.where(rng.random(n) < 0.95, ill[patient], 0)
    table = pd.DataFrame(
        {
            "visit_id": 5_000 + np.arange(n),
            "patient_id": patient,
            "age": age,
            "sex": rng.choice(["f", "m"], people)[patient],
            "ward": rng.choice(list("ABCDEFGH"), n),
            "bmi": np.where(rng.random(n) < 0.1, np.nan, bmi.round(2)),
        }
    )
    for k in range(8):
        lab = np.exp(1 + 0.6 * labs[:, k]).round(4)
        table[f"lab{k + 1}"] = np.where(rng.random(n) < 0.05, np.nan, lab) if k > 3 else lab
    table["treatment_days"] = np.where(y == 1, rng.poisson(9, n), rng.poisson(0.2, n))  # after the diagnosis
    table["disease"] = y
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def churn(seed: int = 0) -> pd.DataFrame:
    """2,500 customers, one row each, 9 % leave ("yes"); cities are many and small."""
    rng = np.random.default_rng([seed, 3])
    n = 2_500
    city = rng.integers(0, 150, n)
    tenure, charges = rng.integers(1, 72, n), rng.normal(60, 20, n).round(2)
    calls, minutes = rng.poisson(1.5, n), rng.gamma(4, 50, n).round(1)
    contract = rng.choice(["monthly", "one year", "two years"], n, p=[0.5, 0.3, 0.2])
    logit = 1.1 * (contract == "monthly") - 0.04 * tenure + 0.02 * charges + 0.7 * calls - 0.002 * minutes
    left = _risk(rng, logit, 0.09)
    return pd.DataFrame(
        {
            "customerID": [f"C{k:05d}" for k in rng.permutation(n)],
            "tenure": tenure,
            "contract": contract,
            "city": [f"city {k}" for k in city],
            "monthly_charges": charges,
            "calls": calls,
            "minutes": np.where(rng.random(n) < 0.06, np.nan, minutes),
            "plan": rng.choice(["basic", "plus", "max"], n),
            "score_a": rng.normal(size=n).round(5),
            "score_b": (0.6 * logit + rng.normal(size=n)).round(5),
            "exit_survey": np.where(left == 1, rng.integers(1, 6, n), 0) * (rng.random(n) < 0.95),  # asked on leaving
            "churned": np.where(left == 1, "yes", "no"),
        }
    )


def genes(seed: int = 0) -> pd.DataFrame:
    """300 samples with 600 measurements, of which 3 say a little; 15 % positive in `relapse`."""
    rng = np.random.default_rng([seed, 4])
    X = rng.normal(size=(300, 600)).round(4)
    table = pd.DataFrame(X, columns=[f"g{k:03d}" for k in range(600)])
    table["relapse"] = _risk(rng, 0.6 * X[:, 0] + 0.6 * X[:, 1] + 0.6 * X[:, 2], 0.15)
    return table


TABLES = {"payments.csv": payments, "patients.csv": patients, "churn.csv": churn, "genes.csv": genes}


def write(folder: Path, seed: int = 0) -> None:
    """Put all four into a folder as CSV."""
    for name, table in TABLES.items():
        table(seed).to_csv(folder / name, index=False)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
