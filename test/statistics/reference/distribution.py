"""Reference values of the distributions: python3 distribution.py (SciPy and mpmath-free). Writes distribution.json beside it."""
import json
import pathlib

import numpy as np
from scipy import special, stats

rows = {}
rows["logGamma"] = [[x, special.gammaln(x)] for x in [1e-5, 0.1, 0.5, 1.5, 2.5, 3.7, 10, 14.999, 15, 33.3, 171.5, 1e4, 1e8]]
rows["incompleteGamma"] = [
    [a, x, special.gammainc(a, x), special.gammaincc(a, x)]
    for a in [0.1, 0.5, 1, 3.5, 20, 150, 5000, 1e6]
    for x in [0.3 * a, 0.9 * a, a, 1.1 * a, 2 * a + 1]
]
rows["incompleteBeta"] = [
    [x, a, b, special.betainc(a, b, x), special.betainc(b, a, 1 - x)]
    for a, b in [(0.5, 0.5), (1, 3), (2.5, 0.5), (12, 40), (300, 700), (40000, 60000)]
    for x in [0.001, 0.2, 0.3, 0.4, 0.62, 0.97]
]
rows["normalCdf"] = [[z, stats.norm.cdf(z)] for z in [-37, -12, -6.5, -3, -1.96, -0.7, -1e-6, 0, 0.3, 1, 2.5, 5, 8]]
rows["normalQuantile"] = [[p, stats.norm.ppf(p)] for p in [1e-300, 1e-20, 1e-5, 0.005, 0.025, 0.3, 0.5, 0.61, 0.95, 0.975, 0.9999999]]
rows["erfc"] = [[x, special.erfc(x)] for x in [-3, -0.4, 0, 0.2, 1, 2.2, 5, 20]]
rows["chiSquareSurvival"] = [[x, k, stats.chi2.sf(x, k)] for x in [0.1, 1, 3.84, 12, 40, 400] for k in [1, 2, 5, 19, 120]]
rows["poissonCdf"] = [[k, m, stats.poisson.cdf(k, m), stats.poisson.sf(k, m)] for m in [0.2, 3, 40, 5000] for k in [0, 1, 3, 45, 5100]]
rows["studentCdf"] = [[t, k, stats.t.cdf(t, k)] for t in [-40, -3.1, -1, -0.01, 0.5, 2, 9] for k in [1, 2.7, 10, 99.5, 1e5]]
rows["studentQuantile"] = [[p, k, stats.t.ppf(p, k)] for p in [0.001, 0.025, 0.4, 0.5, 0.9, 0.975, 0.9995] for k in [1, 2.7, 10, 99.5, 1e5, 1e7]]
rows["betaQuantile"] = [
    [p, a, b, special.betaincinv(a, b, p)] for p in [0.005, 0.025, 0.5, 0.975] for a, b in [(1, 1), (0.5, 0.5), (2, 30), (400, 3), (5000, 7000)]
]
rows["binomialMass"] = [
    [k, n, p, stats.binom.pmf(k, n, p)]
    for k, n, p in [(0, 10, 0.1), (3, 10, 0.3), (10, 10, 0.9), (50, 1000, 0.04), (500_000, 1_000_000, 0.5), (1_100, 1_000_000, 0.001)]
]
rows["binomialCdf"] = [
    [k, n, p, stats.binom.cdf(k, n, p), stats.binom.sf(k - 1, n, p)]
    for k, n, p in [(0, 10, 0.1), (3, 10, 0.3), (9, 10, 0.9), (50, 1000, 0.04), (949, 1000, 0.95), (1_100, 1_000_000, 0.001)]
]
rows["binomialQuantile"] = [[q, n, p, int(stats.binom.ppf(q, n, p))] for q in [0.001, 0.025, 0.5, 0.975] for n, p in [(1, 0.5), (20, 0.95), (1000, 0.99), (100_000, 0.5)]]
rows["hypergeometricMass"] = [
    [k, m, u, d, stats.hypergeom.pmf(k, m + u, m, d)]
    for k, m, u, d in [(0, 5, 5, 3), (3, 8, 2, 5), (8, 8, 0, 8), (4, 2000, 8000, 12), (500, 2000, 8000, 2600)]
]
rows["kolmogorovSurvival"] = [[x, special.kolmogorov(x)] for x in [0.02, 0.3, 0.6, 0.9, 0.99, 1, 1.2, 1.7, 2.5, 5]]


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


here = pathlib.Path(__file__).with_suffix(".json")
here.write_text(json.dumps({name: [[plain(v) for v in row] for row in table] for name, table in rows.items()}, indent=None) + "\n")
