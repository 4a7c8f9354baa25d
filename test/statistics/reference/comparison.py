"""Reference values of the comparisons: /usr/bin/python3 comparison.py (SciPy, scikit-learn, statsmodels). Writes comparison.json beside it."""
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn import metrics
from statsmodels.stats import multitest, proportion, rates, weightstats

rng = np.random.default_rng(20)
out = {}


def slow_delong(groups, labels):
    """DeLong's covariance straight from its definition, pair by pair."""
    placements = []
    for scores in groups:
        x, y = scores[labels == 1], scores[labels == 0]
        kernel = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
        placements.append((kernel.mean(axis=1), kernel.mean(axis=0)))
    v10 = np.cov(np.stack([p[0] for p in placements]))
    v01 = np.cov(np.stack([p[1] for p in placements]))
    m, n = (labels == 1).sum(), (labels == 0).sum()
    return np.atleast_2d(v10 / m + v01 / n)


auc = []
for n in [12, 60, 300]:
    labels = (rng.random(n) < 0.4).astype(int)
    labels[:2], labels[2:4] = 1, 0
    before = np.round(rng.normal(labels * 1.2, 1), 1)
    after = np.round(before * 0.6 + rng.normal(labels * 0.3, 1), 1)
    cov = slow_delong([before, after], labels)
    difference = metrics.roc_auc_score(labels, after) - metrics.roc_auc_score(labels, before)
    z = difference / np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    auc.append({
        "labels": labels.tolist(), "before": before.tolist(), "after": after.tolist(),
        "aucBefore": metrics.roc_auc_score(labels, before), "aucAfter": metrics.roc_auc_score(labels, after),
        "varianceBefore": cov[0, 0], "varianceAfter": cov[1, 1], "pairedP": 2 * stats.norm.sf(abs(z)),
    })
out["auc"] = auc

pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (5, 56, 0, 29), (50, 10_000, 90, 10_000), (3, 2_000, 14, 2_100)]
out["proportion"] = [
    {
        "before": [e1, n1], "after": [e2, n2],
        "wilson": list(proportion.proportion_confint(e1, n1, method="wilson")),
        "newcombe": list(proportion.confint_proportions_2indep(e2, n2, e1, n1, method="newcomb", compare="diff")),
        "pooledZ": proportion.proportions_ztest([e2, e1], [n2, n1])[1],
        "fisher": stats.fisher_exact([[e1, n1 - e1], [e2, n2 - e2]])[1],
        "hypergeom": stats.hypergeom.pmf(e1, n1 + n2, n1, e1 + e2),
        "logRatio": list(proportion.confint_proportions_2indep(e2, n2, e1, n1, method="log", compare="ratio")) if e1 and e2 else None,
    }
    for e1, n1, e2, n2 in pairs
]

means = []
for n, m, shift, scale in [(5, 9, 0.4, 2), (200, 40, -0.2, 0.5), (1000, 1200, 0.05, 1)]:
    a, b = rng.normal(3, 1, n), rng.normal(3 + shift, scale, m)
    low, high = weightstats.CompareMeans(weightstats.DescrStatsW(b), weightstats.DescrStatsW(a)).tconfint_diff(usevar="unequal")
    mean_low, mean_high = weightstats.DescrStatsW(a).tconfint_mean()
    means.append({"before": a.tolist(), "after": b.tolist(), "p": stats.ttest_ind(a, b, equal_var=False).pvalue, "low": low, "high": high,
                  "meanLow": mean_low, "meanHigh": mean_high})
out["means"] = means

labels = (rng.random(200) < 0.3).astype(int)
scores = np.clip(labels * 0.3 + rng.random(200) * 0.6, 0.01, 0.99)
decided = (scores > 0.5).astype(int)
actual = rng.normal(0, 1, 200)
predicted = actual + rng.normal(0.1, 0.5, 200)
tn, fp, fn, tp = metrics.confusion_matrix(labels, decided).ravel()
out["scored"] = {
    "labels": labels.tolist(), "scores": scores.tolist(), "predicted": predicted.tolist(), "actual": actual.tolist(),
    "logLoss": metrics.log_loss(labels, scores), "brier": metrics.brier_score_loss(labels, scores),
    "mae": metrics.mean_absolute_error(actual, predicted), "rmse": float(np.sqrt(metrics.mean_squared_error(actual, predicted))),
    "confusion": {"truePositives": int(tp), "falsePositives": int(fp), "trueNegatives": int(tn), "falseNegatives": int(fn)},
    "accuracy": metrics.accuracy_score(labels, decided), "precision": metrics.precision_score(labels, decided),
    "recall": metrics.recall_score(labels, decided), "f1": metrics.f1_score(labels, decided),
}

p = rng.random(15) ** 3
out["adjusted"] = {"p": p.tolist(), "bh": multitest.multipletests(p, method="fdr_bh")[1].tolist(), "holm": multitest.multipletests(p, method="holm")[1].tolist()}

out["rateRatio"] = []
for k1, t1, k2, t2 in [(10, 24, 22, 24), (300, 168, 9, 2), (4, 100, 0, 60), (60, 514.775, 30, 543.087)]:
    low, high = stats.binomtest(k2, k1 + k2, 0.5).proportion_ci(method="exact")
    share = t2 / (t1 + t2)
    out["rateRatio"].append({
        "before": [k1, t1], "after": [k2, t2],
        "low": low / (1 - low) * t1 / t2, "high": high / (1 - high) * t1 / t2,
        "p": min(1, 2 * min(stats.binom.cdf(k2, k1 + k2, share), stats.binom.sf(k2 - 1, k1 + k2, share))),
    })

users = np.repeat(np.arange(40), rng.integers(1, 9, 40))
window = rng.integers(0, 2, users.size)
value = rng.normal(0, 1, 40)[users] + 0.3 * window + rng.normal(0, 0.5, users.size)
fit = sm.OLS(value, sm.add_constant(window)).fit(cov_type="cluster", cov_kwds={"groups": users, "use_correction": False})
out["clusters"] = {"users": users.tolist(), "window": window.tolist(), "value": value.tolist(), "difference": fit.params[1],
                   "standardErrorUncorrected": fit.bse[1]}


def plain(value):
    return value.item() if isinstance(value, np.generic) else str(value)


pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=plain) + "\n")
