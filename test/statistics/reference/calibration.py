"""Reference values for calibration: /usr/bin/python3 calibration.py (statsmodels, scikit-learn). Writes calibration.json beside it."""
import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import special, stats
from sklearn import metrics

rng = np.random.default_rng(11)
scores = rng.beta(2, 5, 400)
labels = (rng.random(400) < special.expit(0.3 + 0.7 * special.logit(scores))).astype(int)
fit = sm.GLM(labels, sm.add_constant(special.logit(scores)), family=sm.families.Binomial()).fit(tol=1e-14)
z = ((labels - scores) * (1 - 2 * scores)).sum() / np.sqrt(((1 - 2 * scores) ** 2 * scores * (1 - scores)).sum())
out = {
    "scores": scores.tolist(), "labels": labels.tolist(),
    "intercept": fit.params[0], "slope": fit.params[1], "interceptError": fit.bse[0], "slopeError": fit.bse[1],
    "spiegelhalter": z, "spiegelhalterP": 2 * stats.norm.sf(abs(z)),
    "brier": metrics.brier_score_loss(labels, scores),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
