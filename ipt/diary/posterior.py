"""The arithmetic of the links: one regression of mood, averaged over what is not known.

    y = Z g + X b + u

Z has the trend (flat priors), X the links. Errors are correlated over time, with part of
the variance a noise of each entry: R_ij = (1 - v) rho^|t_i - t_j| for i != j, R_ii = 1.
b_j ~ N(0, (m s_j sigma)^2); sigma has the Jeffreys prior. For each (rho, v, m) the posterior
is a multivariate t with n - rank(Z) degrees of freedom; they are averaged with their marginal
likelihoods. The prior mean is always 0: nobody is told something because others are like that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from ipt.diary.entries import rules

Array = NDArray[np.float64]
HALVINGS = 32


@dataclass(frozen=True)
class Mixture:
    """Posteriors of p quantities, each a mixture of k shifted and stretched t distributions.

    weight (k,), sums to 1; mean and scale (k, p), in mood points; df degrees of freedom
    """

    weight: Array
    mean: Array
    scale: Array
    df: int

    def means(self) -> Array:
        """Return the mean of each quantity, shape (p,)."""
        return self.weight @ self.mean

    def below(self, x: ArrayLike) -> Array:
        """Return the probability of lying below x (p,), shape (p,)."""
        return self.weight @ stdtr(self.df, (x - self.mean) / self.scale)

    def quantile(self, share: float) -> Array:
        """Return the value below which this share lies, by bisection, shape (p,)."""
        each = self.mean + self.scale * stdtrit(self.df, share)
        low, high = each.min(axis=0), each.max(axis=0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            under = self.below(middle) < share
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return (low + high) / 2

    def sure(self) -> Array:
        """Return the probability that each quantity has the sign shown (pd), shape (p,)."""
        below = self.below(0.0)
        return np.maximum(below, 1 - below)

    def only(self, quantity: int) -> "Mixture":
        """Return the mixture of one quantity."""
        own = slice(quantity, quantity + 1)
        return Mixture(self.weight, self.mean[:, own], self.scale[:, own], self.df)


def trend(
    t: Array, *, weekend: Array | None = None, hour: Array | None = None
) -> tuple[Array, Array]:
    """Return the trend columns Z (n, q), of full rank, and the contrast last - first (q,).

    t         days, sorted, not all the same
    weekend   1 on Saturday and Sunday, if weekdays are known
    hour      hour of the day, if known
    """
    model, n = rules("model"), len(t)
    unit = (t - t[0]) / (t[-1] - t[0])
    columns, contrast = [np.ones(n), unit], [0.0, 1.0]
    if n >= model["quadratic_from"]:
        columns.append((2 * unit - 1) ** 2)
        contrast.append(0.0)
    for extra in _rhythm(weekend, hour) if n >= model["rhythm_from"] else []:
        if np.linalg.matrix_rank(np.column_stack([*columns, extra])) > len(columns):
            columns.append(extra)
            contrast.append(0.0)
    return np.column_stack(columns), np.array(contrast)


def _rhythm(weekend: Array | None, hour: Array | None) -> list[Array]:
    """List weekend and time of day, each only where the entries fall at mixed times."""
    model, found = rules("model"), []
    if weekend is not None:
        each = model["rhythm_each"]
        if each <= weekend.sum() <= len(weekend) - each:
            found.append(weekend)
    if hour is not None and np.ptp(hour) >= model["rhythm_hours"]:
        found.append((hour - 12) / 12)
    return found


def residual_sd(y: Array, Z: Array) -> float:
    """Return the spread of mood around its trend, in points, on n - rank(Z) degrees of freedom."""
    Q = np.linalg.qr(Z)[0]
    rest = y - Q @ (Q.T @ y)
    return float(np.sqrt(rest @ rest / (len(y) - Z.shape[1])))


def posterior(
    y: Array, Z: Array, X: Array, *, size: Array, t: Array, contrast: Array
) -> tuple[Mixture, Mixture]:
    """Return the posteriors of the links (p,) and of one contrast of the trend (1,), in points.

    y (n,) mood; Z (n, q) of full rank; X (n, p) links; size (p,) their typical size in sd;
    t (n,) days; contrast (q,) the wanted combination of trend terms
    """
    p, df = X.shape[1], Z.shape[0] - Z.shape[1]
    white = _whiten(t, Z, np.column_stack([X * size, y]))
    ridge = _ridge(white.rest[:, :, :p], white.rest[:, :, p])
    spread = np.sqrt(ridge.squares / df)
    log = white.log[:, None] + ridge.log - df / 2 * np.log(ridge.squares)
    weight = np.exp(log - log.max()).ravel()
    weight /= weight.sum()
    slope, width = _slope(white, ridge, contrast)
    mean, scale = ridge.mean * size, ridge.scale * size * spread[:, :, None]
    return (
        Mixture(weight, mean.reshape(weight.size, p), scale.reshape(weight.size, p), df),
        Mixture(weight, slope.reshape(-1, 1), (width * spread).reshape(-1, 1), df),
    )


@dataclass(frozen=True)
class _White:
    """Columns freed of correlation, for g pairs of rho and v.

    T (g, q, q) triangle of the whitened trend; along (g, q, k) the part of the columns that
    lies along the trend; rest (g, n, k) what is left; log (g,) its share of the likelihood
    """

    T: Array
    along: Array
    rest: Array
    log: Array


def _whiten(t: Array, Z: Array, columns: Array) -> _White:
    q, L = Z.shape[1], np.linalg.cholesky(_correlations(t))
    W = np.linalg.solve(L, np.column_stack([Z, columns])[None])
    Q, T = np.linalg.qr(W[:, :, :q])
    along = np.swapaxes(Q, 1, 2) @ W[:, :, q:]
    return _White(T, along, W[:, :, q:] - Q @ along, -_log_diagonal(L) - _log_diagonal(T))


def _log_diagonal(triangle: Array) -> Array:
    """Return half the log determinant of triangle' triangle, shape (g,)."""
    return np.log(np.abs(np.diagonal(triangle, axis1=1, axis2=2))).sum(axis=1)


@dataclass(frozen=True)
class _Ridge:
    """Links in units of their size, for g pairs and w prior widths.

    U (g, p, p) directions; variance (g, w, p) along them, in units of sigma squared;
    mean and scale (g, w, p); squares (g, w) what is left of mood; log (g, w)
    """

    U: Array
    variance: Array
    mean: Array
    scale: Array
    squares: Array
    log: Array


def _ridge(X: Array, y: Array) -> _Ridge:
    width = np.array(rules("model")["width"])
    prior = (width**2)[None, :, None]
    value, U = np.linalg.eigh(np.swapaxes(X, 1, 2) @ X)
    pull = np.einsum("gpj,gnp,gn->gj", U, X, y, optimize=True)[:, None, :]
    variance = 1 / (np.maximum(value, 0)[:, None, :] + 1 / prior)
    return _Ridge(
        U=U,
        variance=variance,
        mean=np.einsum("gij,gwj->gwi", U, variance * pull),
        scale=np.sqrt(np.einsum("gij,gwj->gwi", U**2, variance)),
        squares=(y**2).sum(axis=1)[:, None] - (variance * pull**2).sum(axis=2),
        log=np.log(variance / prior).sum(axis=2) / 2 + np.log(rules("model")["width_weight"]),
    )


def _slope(white: _White, ridge: _Ridge, contrast: Array) -> tuple[Array, Array]:
    """Return place and relative width (g, w) of a contrast of the trend, links at their own."""
    h = np.linalg.solve(np.swapaxes(white.T, 1, 2), contrast[None, :, None])
    reached = (h * white.along).sum(axis=1)
    links, mood = reached[:, :-1], reached[:, -1:]
    turned = np.einsum("gij,gi->gj", ridge.U, links)[:, None, :]
    variance = (h**2).sum(axis=(1, 2))[:, None] + (ridge.variance * turned**2).sum(axis=2)
    return mood - np.einsum("gi,gwi->gw", links, ridge.mean), np.sqrt(variance)


def _correlations(t: Array) -> Array:
    """Return R for every pair of rho and v, shape (pairs, n, n)."""
    model = rules("model")
    apart = np.abs(t[:, None] - t[None, :])
    least = model["same_moment_noise"] if _same_moment(t) else 0.0
    pairs = [(rho, max(v, least)) for rho in model["rho"] for v in model["noise"]]
    R = np.stack([(1 - v) * rho**apart for rho, v in pairs])
    R[:, np.arange(len(t)), np.arange(len(t))] = 1
    return R


def _same_moment(t: Array) -> bool:
    """Say whether two entries fall on one moment: then each needs some noise of its own."""
    return bool(np.diff(np.sort(t)).min() < rules("model")["same_moment_days"])
