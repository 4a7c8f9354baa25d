"""Reference values for drift: /usr/bin/python3 drift.py (SciPy). Writes drift.json beside it."""
import json
import pathlib

import numpy as np
from scipy import spatial, stats

rng = np.random.default_rng(7)
out = {"chiSquare": [], "ks": []}
for before, after in [([50, 30, 20], [45, 40, 15]), ([500, 300, 190, 10], [450, 320, 200, 40]), ([900, 60, 40], [880, 70, 80])]:
    table = np.array([before, after])
    result = stats.chi2_contingency(table, correction=False)
    k = len(before)
    p, q = (np.array(before) + 0.5) / (sum(before) + k / 2), (np.array(after) + 0.5) / (sum(after) + k / 2)
    out["chiSquare"].append({
        "before": before, "after": after, "chi2": result[0], "p": result[1],
        "cramersV": stats.contingency.association(table, method="cramer"),
        "psi": stats.entropy(p, q) + stats.entropy(q, p),
        "psiP": stats.chi2.sf((stats.entropy(p, q) + stats.entropy(q, p)) / (1 / sum(before) + 1 / sum(after)), k - 1),
        "kl": stats.entropy(q, p),
        "js": spatial.distance.jensenshannon(before, after, base=2) ** 2,
        "tv": 0.5 * np.abs(np.array(before) / sum(before) - np.array(after) / sum(after)).sum(),
    })
for n, m, shift in [(8, 11, 0.5), (50, 70, 0.3), (400, 500, 0.1)]:
    a, b = rng.normal(0, 1, n), rng.normal(shift, 1.2, m)
    exact = n * m <= 10_000
    d = stats.ks_2samp(a, b, method="exact" if exact else "asymp")
    p = d.pvalue if exact else stats.kstwobign.sf(d.statistic * np.sqrt(n * m / (n + m)))
    out["ks"].append({"before": a.tolist(), "after": b.tolist(), "d": d.statistic, "p": p})


def plain(value):
    return value.item() if isinstance(value, np.generic) else str(value)


pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=plain) + "\n")
