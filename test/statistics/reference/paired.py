"""Reference values of paired comparisons: /usr/bin/python3 paired.py (SciPy, statsmodels). Writes paired.json beside it."""
import json
import pathlib

import numpy as np
from scipy import stats
from statsmodels.stats import contingency_tables, weightstats

rng = np.random.default_rng(33)
out = {"flips": [], "means": []}

for both, before, after, neither in [(40, 9, 2, 50), (100, 30, 30, 40), (3, 0, 6, 1), (500, 1, 0, 499), (2000, 140, 61, 3000)]:
    rows = both + before + after + neither
    # Agresti & Min 2005: half a row more in each cell, then the Wald interval of matched proportions.
    cells = np.array([both, before, after, neither]) + 0.5
    share = cells / cells.sum()
    centre = share[2] - share[1]
    reach = stats.norm.ppf(0.975) * np.sqrt((share[1] + share[2] - centre**2) / cells.sum())
    out["flips"].append({
        "both": both, "onlyBefore": before, "onlyAfter": after, "rows": rows,
        "p": contingency_tables.mcnemar([[both, before], [after, neither]], exact=True).pvalue,
        "low": centre - reach, "high": centre + reach,
    })

for n, shift in [(4, 0.3), (60, 0.0), (500, 0.05)]:
    before = rng.normal(0.4, 0.2, n)
    after = before + rng.normal(shift, 0.1, n)
    low, high = weightstats.DescrStatsW(after - before).tconfint_mean()
    out["means"].append({
        "before": before.tolist(), "after": after.tolist(),
        "p": stats.ttest_rel(after, before).pvalue, "low": low, "high": high,
    })

pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, default=float) + "\n")
