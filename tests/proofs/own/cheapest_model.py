"""Answers to cheapest-model by people who knew the slips."""


def wrong_costs_hard_coded(models, costs):
    """Uses the costs of the example in the text."""
    fixed = {"tp": 5, "fp": 5, "fn": 100, "tn": 0}
    total = {name: sum(c[k] * fixed[k] for k in fixed) for name, c in models.items()}
    some = next(iter(models.values()))
    best = min(total, key=total.get)
    return "nobody" if (some["tp"] + some["fn"]) * 100 < total[best] else best


def wrong_mean_cost_per_alert(models, costs):
    """Compares the cost per alert."""
    def per_alert(c):
        return sum(c[k] * costs[k] for k in c) / max(1, c["tp"] + c["fp"])

    return min(models, key=lambda name: per_alert(models[name]))


def wrong_sorted_by_name_on_ties(models, costs):
    """Sorts pairs of cost and name, nobody among them, so that ties go by the alphabet and 'nobody' comes late."""
    some = next(iter(models.values()))
    nobody = (some["tp"] + some["fn"]) * costs["fn"]
    pairs = [(sum(c[k] * costs[k] for k in c), name) for name, c in models.items()] + [(nobody, "nobody")]
    return sorted(pairs)[0][1]


def right_pandas(models, costs):
    import pandas as pd

    frame = pd.DataFrame(models).T
    total = (frame * pd.Series(costs)).sum(axis=1)
    first = frame.iloc[0]
    nobody = (first["tp"] + first["fn"]) * costs["fn"] + (first["fp"] + first["tn"]) * costs["tn"]
    return str(total.idxmin()) if total.min() <= nobody else "nobody"
