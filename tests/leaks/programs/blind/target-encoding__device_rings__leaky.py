# kind: target-encoding
# verdict: leak
# why: The mule rate of a device is taken out of fold but before the holdout, so labels of the scored accounts are inside the features of training accounts and of other scored accounts.
# options: --target mule
import numpy as np
import pandas as pd
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

SEED = 0
rng = np.random.default_rng(SEED)
N_ACCOUNTS, N_DEVICES, FOLDS = 8000, 3500, 5


def simulate():
    """Accounts log in from one to four devices; mules gather weakly on some of them."""
    heat = rng.gamma(0.12, 5.0, N_DEVICES)
    popularity = rng.dirichlet(np.full(N_DEVICES, 0.8))
    n_logins = rng.integers(1, 5, N_ACCOUNTS)
    account = np.repeat(np.arange(N_ACCOUNTS), n_logins)
    device = rng.choice(N_DEVICES, n_logins.sum(), p=popularity)
    used = sparse.coo_array((np.ones(len(account)), (account, device)), shape=(N_ACCOUNTS, N_DEVICES)).tocsr()
    used.data[:] = 1.0
    age = rng.exponential(400, N_ACCOUNTS)
    inflow = rng.lognormal(6, 1, N_ACCOUNTS)
    foreign = rng.random(N_ACCOUNTS)
    drive = -5.2 + 1.1 * (used @ heat) / used.sum(axis=1) + 0.5 * (np.log(inflow) - 6) - 0.0012 * age + 1.2 * foreign
    mule = rng.random(N_ACCOUNTS) < 1 / (1 + np.exp(-drive))
    table = pd.DataFrame({"age_days": age.round(), "inflow": inflow.round(2), "foreign_share": foreign.round(3)})
    return table.assign(n_devices=n_logins, mule=mule.astype(int)), used


accounts, used = simulate()
mule = accounts["mule"].to_numpy(float)
held = rng.random(N_ACCOUNTS) < 0.5
fold = rng.integers(0, FOLDS, N_ACCOUNTS)

rate = np.zeros(N_ACCOUNTS)
company = np.zeros(N_ACCOUNTS)
for f in range(FOLDS):
    donors = fold != f  # <- leak
    weight = donors.astype(float)
    mules_on_device = used.T @ (weight * mule)
    accounts_on_device = used.T @ weight
    base = mule[donors].mean()
    smooth = (mules_on_device + 3 * base) / (accounts_on_device + 3)
    here = fold == f
    rate[here] = (used[here] @ smooth) / used[here].sum(axis=1)
    company[here] = used[here] @ np.minimum(accounts_on_device, 50)

X = np.column_stack(
    [
        np.log(rate / (1 - rate)),
        np.log1p(company),
        np.log(accounts["inflow"]),
        np.sqrt(accounts["age_days"]),
        accounts["foreign_share"],
        accounts["n_devices"],
    ]
)
centre, spread = X[~held].mean(axis=0), X[~held].std(axis=0)
X = (X - centre) / spread

bag = [
    make_pipeline(RandomUnderSampler(sampling_strategy=0.5, random_state=SEED + k), LogisticRegression(C=0.5))
    for k in range(15)
]
logit = np.zeros(held.sum())
for member in bag:
    member.fit(X[~held], mule[~held])
    logit += member.decision_function(X[held]) / len(bag)

print(f"{held.sum()} held accounts, {mule[held].mean():.2%} mules, mean devices {accounts['n_devices'][held].mean():.2f}")
print(f"AUC {roc_auc_score(mule[held], logit):.3f}, average precision {average_precision_score(mule[held], logit):.3f}")
first = np.argsort(-logit)[:100]
print(f"mules among the first 100: {mule[held][first].sum():.0f}")
