"""Maximum likelihood over positive parameters: found, or refused where there is none to be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helder.errors import BadInput
from helder.stats.distributions import Floats, floats

#: The mean log-likelihood of some rows, and its gradient, at the logarithms of the parameters.
Objective = Callable[[Floats], tuple[float, Floats]]

#: How far the logarithms may go from nought: beyond, a parameter is as good as infinite, or nought, and the limit is what fits.
BOUND = 6.0
_STEP = 1e-5
#: How much the whole log-likelihood may still have to gain where a maximum is taken as found.
_LEFT = 1e-8
#: What the search is told where the likelihood is no number.
_NOWHERE = 1e10
#: Curvature, of the largest, below which a direction is flat.
_FLAT = 1e-8


@dataclass(frozen=True)
class Maximum:
    """Where the likelihood is largest.

    logs: of the parameters. covariance: of the logs, from the observed information. at_bound: positions of the parameters of
    which no value is large or small enough, so that they stay at their bound, taken as known.
    """

    logs: Floats
    covariance: Floats
    log_likelihood: float
    at_bound: tuple[int, ...] = ()


def maximise(objective: Objective, starts: Sequence[ArrayLike], rows: float, name: str) -> Maximum:
    """The maximum, from the best of some starts: by quasi-Newton steps, then Newton's until nothing is left to gain.

    rows: how many the mean is over. Raises BadInput where no start leads to a maximum.
    """
    from scipy import optimize

    def minus(logs: Floats) -> tuple[float, Floats]:
        with np.errstate(all="ignore"):
            value, gradient = objective(logs)
        return (_NOWHERE, np.zeros_like(logs)) if not np.isfinite(value) else (-value, -gradient)

    for start in starts:
        begin = np.clip(floats(start), -BOUND, BOUND)
        limits = [(-BOUND, BOUND)] * len(begin)
        near = optimize.minimize(minus, begin, jac=True, method="L-BFGS-B", bounds=limits, options={"gtol": 1e-6, "maxiter": 500})
        found = _settled(minus, floats(near.x), rows)
        if found is not None:
            return found
    raise BadInput(
        f"The {name} model does not converge on these customers: no parameters fit them best.",
        where=name,
        fix="Choose another model, take a longer history, or see that repeat purchases are in the data.",
    )


def _settled(minus: Objective, logs: Floats, rows: float) -> Maximum | None:
    """The maximum near some logs, None where the steps do not come to rest."""
    for _ in range(50):
        value, gradient = minus(logs)
        free = ~((np.abs(logs) >= BOUND) & (gradient * logs < 0))
        information = _hessian(minus, logs)[np.ix_(free, free)]
        if value >= _NOWHERE or not np.isfinite(information).all():
            return None
        curvature, axes = np.linalg.eigh(information)
        floor = _FLAT * max(float(np.abs(curvature).max(initial=0.0)), _FLAT)
        stiff = np.maximum(np.abs(curvature), floor)
        step = np.zeros_like(logs)
        step[free] = axes @ (axes.T @ gradient[free] / stiff)
        if rows * float(gradient @ step) / 2 < _LEFT:
            if curvature.min(initial=0.0) < -100 * floor:
                return None
            covariance = np.zeros((len(logs), len(logs)))
            covariance[np.ix_(free, free)] = axes / stiff @ axes.T / rows
            return Maximum(logs, covariance, -value * rows, tuple(np.flatnonzero(~free).tolist()))
        lower = _lower(minus, logs, value, step)
        if lower is None:
            return None
        logs = lower
    return None


def _lower(minus: Objective, logs: Floats, value: float, step: Floats) -> Floats | None:
    """A step on, halved until it leads down, within the bounds."""
    for halving in range(40):
        tried = floats(np.clip(logs - step / 2**halving, -BOUND, BOUND))
        if minus(tried)[0] < value:
            return tried
    return None


def _hessian(minus: Objective, logs: Floats) -> Floats:
    """Second derivatives, from differences of the gradient."""
    steps = np.eye(len(logs)) * _STEP
    rows = np.array([(minus(logs + step)[1] - minus(logs - step)[1]) / (2 * _STEP) for step in steps])
    return floats((rows + rows.T) / 2)
