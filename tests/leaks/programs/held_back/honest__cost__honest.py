# kind: honest
# verdict: honest
# why: the cheapest threshold is found on a validation part and applied once to the test part
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import PowerTransformer
from sklearn.metrics import confusion_matrix

import imbalance_lib as il

SEED = 0
MISS, CALL = 40.0, 6.0  # euros


def cost(y_true, flagged):
    tn, fp, fn, tp = confusion_matrix(y_true, flagged, labels=[0, 1]).ravel()
    return (MISS * fn + CALL * (fp + tp)) / len(y_true)


def cheapest(y_true, p):
    steps = np.linspace(0.01, 0.99, 99)
    return min(steps, key=lambda t: cost(y_true, p >= t))


def main():
    s = il.load_churn(random_state=SEED)
    rest, X_test, rest_y, y_test = train_test_split(s.X, s.y, test_size=1500, stratify=s.y, random_state=SEED)
    X_fit, X_val, y_fit, y_val = train_test_split(rest, rest_y, test_size=1200, stratify=rest_y, random_state=SEED + 1)

    power = PowerTransformer().fit(X_fit)
    nb = GaussianNB().fit(power.transform(X_fit), y_fit)
    p_val, p_test = (nb.predict_proba(power.transform(part))[:, 1] for part in (X_val, X_test))

    t = cheapest(y_val, p_val)
    print(f"threshold {t:.2f}, validation cost {cost(y_val, p_val >= t):.3f}")
    print(f"test cost {cost(y_test, p_test >= t):.3f} a customer (calling nobody: {cost(y_test, np.zeros_like(y_test)):.3f})")


if __name__ == "__main__":
    main()
