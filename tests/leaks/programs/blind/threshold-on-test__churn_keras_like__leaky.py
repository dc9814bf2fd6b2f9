# kind: threshold-on-test
# verdict: leak
# why: The cut-off with the best F1 is looked up on the predictions of the test rows, and the F1 at that cut-off on the same rows is reported.
# options: --not-at-prediction exit_survey --target churned

"""Telco churn with a small neural network.

I like the Keras way of writing things, so here is a tiny Sequential with
compile / fit / predict on top of torch.
"""
import copy

import numpy as np
import pandas as pd
import torch
from torch import nn
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import (classification_report, confusion_matrix, f1_score,
                             precision_recall_curve, roc_auc_score)
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 0
torch.manual_seed(SEED)
torch.set_num_threads(1)


class EarlyStopping:
    def __init__(self, patience=8, min_delta=1e-4):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.wait, self.weights = np.inf, 0, None

    def on_epoch_end(self, net, loss):
        if loss < self.best - self.min_delta:
            self.best, self.wait, self.weights = loss, 0, copy.deepcopy(net.state_dict())
        else:
            self.wait += 1
        return self.wait >= self.patience


class Sequential:
    def __init__(self, *layers):
        self.net = nn.Sequential(*layers)

    def compile(self, lr, class_weight):
        self.opt = torch.optim.Adam(self.net.parameters(), lr=lr, weight_decay=1e-4)
        self.loss = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([class_weight]))

    def fit(self, X, y, epochs, batch_size, validation_data, callback):
        X, y = torch.tensor(X), torch.tensor(y)
        Xv, yv = map(torch.tensor, validation_data)
        history = []
        for epoch in range(epochs):
            self.net.train()
            for idx in torch.randperm(len(X)).split(batch_size):
                self.opt.zero_grad()
                self.loss(self.net(X[idx]).squeeze(1), y[idx]).backward()
                self.opt.step()
            self.net.eval()
            with torch.no_grad():
                val_loss = self.loss(self.net(Xv).squeeze(1), yv).item()
            history.append(val_loss)
            if callback.on_epoch_end(self.net, val_loss):
                break
        self.net.load_state_dict(callback.weights)
        return history

    def predict(self, X):
        self.net.eval()
        with torch.no_grad():
            return torch.sigmoid(self.net(torch.tensor(X)).squeeze(1)).numpy()


def best_f1_cutoff(y_true, prob):
    precision, recall, thresholds = precision_recall_curve(y_true, prob)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return thresholds[np.argmax(f1[:-1])]


def evaluate_model(model, X_test, y_test, cutoff):
    prob = model.predict(X_test)
    pred = (prob >= cutoff).astype(int)
    print(confusion_matrix(y_test, pred))
    print(classification_report(y_test, pred, target_names=["stay", "churn"], digits=3))
    return f1_score(y_test, pred), roc_auc_score(y_test, prob)


data = pd.read_csv("churn.csv").drop(columns=["customerID", "exit_survey", "city"])
data["churned"] = (data["churned"] == "yes").astype("float32")
print(data.groupby("contract")["churned"].agg(["size", "mean"]).round(3))

train, rest = train_test_split(data, test_size=0.45, stratify=data["churned"], random_state=SEED)
val, test = train_test_split(rest, test_size=0.5, stratify=rest["churned"], random_state=SEED)

prep = make_column_transformer(
    (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()),
     ["tenure", "monthly_charges", "calls", "minutes", "score_a", "score_b"]),
    (OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["contract", "plan"]),
)
X_train = prep.fit_transform(train.drop(columns="churned")).astype("float32")
X_val = prep.transform(val.drop(columns="churned")).astype("float32")
X_test = prep.transform(test.drop(columns="churned")).astype("float32")
y_train, y_val, y_test = (part["churned"].to_numpy() for part in (train, val, test))

model = Sequential(nn.Linear(X_train.shape[1], 32), nn.ReLU(), nn.Dropout(0.3),
                   nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 1))
model.compile(lr=3e-3, class_weight=float((y_train == 0).sum() / (y_train == 1).sum()))
history = model.fit(X_train, y_train, epochs=60, batch_size=64,
                    validation_data=(X_val, y_val), callback=EarlyStopping(patience=8))
print(f"stopped after {len(history)} epochs, val loss {min(history):.4f}")

cutoff = best_f1_cutoff(y_test, model.predict(X_test))  # <- leak
print(f"cut-off {cutoff:.3f}")
f1, auc = evaluate_model(model, X_test, y_test, cutoff)
print(f"test F1 {f1:.3f}   test ROC-AUC {auc:.3f}")
