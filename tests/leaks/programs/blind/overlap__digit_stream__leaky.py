# kind: overlap
# verdict: leak
# why: the mini-batches of partial_fit are drawn from all images, so the network learns the very images it is scored on (the order = line).
# options:
"""Is it an eight? A small net fed batch by batch, as it would be from a message queue."""
import time

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score, confusion_matrix
from sklearn.neural_network import MLPClassifier

SEED = 0
BATCH = 64
PASSES = 25


class Feed:
    """Hands out images in batches, and counts what went over the wire."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels
        self.sent = 0

    def __call__(self, order):
        for i in range(0, len(order), BATCH):
            rows = order[i:i + BATCH]
            self.sent += len(rows)
            yield self.images[rows], self.labels[rows]


def main():
    rng = np.random.default_rng(SEED)
    pixels, digit = load_digits(return_X_y=True)
    pixels = pixels / 16.0
    pixels = np.clip(pixels + rng.normal(0, 0.35, pixels.shape), 0, 1)
    eight = (digit == 8).astype(int)

    shuffled = rng.permutation(len(eight))
    n_test = len(eight) // 3
    test, train = shuffled[:n_test], shuffled[n_test:]

    net = MLPClassifier(hidden_layer_sizes=(48,), learning_rate_init=0.01, alpha=1e-4, random_state=SEED)
    feed = Feed(pixels, eight)
    began = time.perf_counter()
    for p in range(PASSES):
        order = rng.permutation(shuffled)  # <- leak
        for images, labels in feed(order):
            net.partial_fit(images, labels, classes=[0, 1])
        if p % 8 == 0:
            print(f"pass {p:2d}  loss of the last batch {net.loss_:.4f}")
    print(f"{feed.sent} images sent in {time.perf_counter() - began:.1f} s")

    chance = net.predict_proba(pixels[test])[:, 1]
    said = chance >= 0.5
    tn, fp, fn, tp = confusion_matrix(eight[test], said).ravel()
    print(f"held-out images: {n_test}, eights among them: {eight[test].sum()}")
    print(f"average precision {average_precision_score(eight[test], chance):.4f}")
    print(f"precision {tp / max(1, tp + fp):.4f}  recall {tp / (tp + fn):.4f}")


if __name__ == "__main__":
    main()
