"""Reference values of stratified differences: /usr/bin/python3 stratified.py (statsmodels). Writes stratified.json beside it."""
import json
import pathlib

import numpy as np
from statsmodels.stats.contingency_tables import StratifiedTable

rng = np.random.default_rng(44)
out = []
for k, size, shift in [(1, 200, 0.0), (8, 60, 0.05), (120, 7, 0.0), (40, 25, 0.1)]:
    strata = []
    for _ in range(k):
        rate = rng.beta(1, 4)
        n0, n1 = rng.integers(2, size, 2)
        strata.append([int(rng.binomial(n0, rate)), int(n0), int(rng.binomial(n1, min(1, rate + shift))), int(n1)])
    tables = [np.array([[e1, n1 - e1], [e0, n0 - e0]], dtype=float) for e0, n0, e1, n1 in strata]
    found = StratifiedTable(tables)
    weights = np.array([n0 * n1 / (n0 + n1) for _, n0, _, n1 in strata])
    differences = np.array([e1 / n1 - e0 / n0 for e0, n0, e1, n1 in strata])
    out.append({
        "strata": strata, "p": found.test_null_odds(correction=False).pvalue,
        "difference": (weights * differences).sum() / weights.sum(),
    })
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
