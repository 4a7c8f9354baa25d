"""Reference values for several classes: /usr/bin/python3 classes.py (scikit-learn, NumPy). Writes classes.json beside it."""
import json
import pathlib

import numpy as np
from sklearn import metrics

rng = np.random.default_rng(33)
K = 4


def draw(n, sharp):
    truth = rng.choice(K, n, p=[0.5, 0.25, 0.2, 0.05])
    logits = rng.normal(0, 1, (n, K)) + sharp * np.eye(K)[truth]
    scores = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return truth, scores


out = []
for n, sharp in [(60, 1.0), (400, 1.5), (3000, 2.5)]:
    truth, scores = draw(n, sharp)
    predicted = scores.argmax(axis=1)
    macro = {"average": "macro", "zero_division": 0}
    top = scores.max(axis=1)
    right = (predicted == truth).astype(int)
    cells = [np.flatnonzero((truth == i) & (predicted == j)) for i in range(K) for j in range(K)]
    p = np.array([c.size for c in cells]) / n
    boot = []
    for counts in rng.multinomial(n, p, 4000):
        t = np.repeat(np.repeat(np.arange(K), K), counts)
        q = np.repeat(np.tile(np.arange(K), K), counts)
        boot.append(metrics.f1_score(t, q, **macro))
    out.append({
        "counts": metrics.confusion_matrix(truth, predicted, labels=range(K)).tolist(),
        "truth": truth.tolist(), "scores": np.round(scores, 12).tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "f1": metrics.f1_score(truth, predicted, **macro), "precision": metrics.precision_score(truth, predicted, **macro),
        "recall": metrics.recall_score(truth, predicted, **macro),
        "f1OfClass": metrics.f1_score(truth, predicted, average=None, zero_division=0).tolist(),
        "f1BootstrapError": float(np.std(boot)),
        "aucMacro": metrics.roc_auc_score(truth, scores, multi_class="ovr", average="macro"),
        "aucOfClass": [metrics.roc_auc_score(truth == k, scores[:, k]) for k in range(K)],
        "logLoss": metrics.log_loss(truth, scores),
        "brier": float(((scores - np.eye(K)[truth]) ** 2).sum(axis=1).mean()),
        "topLabelBrier": metrics.brier_score_loss(right, top),
    })
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
