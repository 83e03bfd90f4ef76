"""Employees: who works where, from when to when, and how well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from helder.demo.arrays import NONE, Floats, Ints, happens
from helder.demo.clock import COUNTRIES, DK
from helder.demo.columns import Column, assemble, ids, maps, words
from helder.demo.names import full_names
from helder.demo.world import World

TEAMS = ("voice", "chat", "mail", "shop", "office")
VOICE, CHAT, MAIL, FLOOR, OFFICE = range(5)
_ROLES = ("agent", "agent", "agent", "sales", "manager")
#: Employees of a team per 10,000 customers, over all countries.
_PER_10_000 = (11.0, 6.0, 4.0, 7.0, 2.0)
_COUNTRY_SHARES = (0.5, 0.14, 0.36)


@dataclass(frozen=True)
class Staff:
    """One element per employee, by team and country.

    hired, left: numbers of days; left is beyond the last day for those still there. skill: of spread 1.
    first, size: row of the first employee of each team and country, who has always been there, and how many they are.
    """

    team: Ints
    country: Ints
    hired: Ints
    left: Ints
    skill: Floats
    first: Ints
    size: Ints

    def __len__(self) -> int:
        return len(self.team)

    def at_work(self, rng: np.random.Generator, team: Ints, country: Ints, day: Ints) -> Ints:
        """Somebody of the team and country who is employed on the day."""
        cell = team * len(COUNTRIES) + country
        start = self.first[cell]
        row = start + (rng.random(len(cell)) * self.size[cell]).astype(np.int64)
        return np.asarray(np.where((day >= self.hired[row]) & (day < self.left[row]), row, start))


def staff(world: World) -> Staff:
    """Draw the employees."""
    rng, days = world.stream("staff"), world.clock.days
    cells = [(team, country) for team in range(len(TEAMS)) for country in range(len(COUNTRIES))]
    wanted = np.array([_PER_10_000[team] * _COUNTRY_SHARES[country] * world.customers / 10_000 for team, country in cells])
    size = np.maximum(np.round(wanted), 2).astype(np.int64)
    first = np.cumsum(size) - size
    team, country = np.repeat([c[0] for c in cells], size), np.repeat([c[1] for c in cells], size)
    opening = np.where(country == DK, world.story.denmark, world.story.opening)
    hired = opening - rng.integers(1, 60, len(team))
    later = happens(rng, 0.35, len(team))
    hired = np.where(later, opening + (rng.random(len(team)) * (days - opening)).astype(np.int64), hired)
    left = np.where(happens(rng, 0.2, len(team)), hired + 60 + rng.exponential(250, len(team)).astype(np.int64), days + 1)
    hired[first], left[first] = np.minimum(hired[first], opening[first] - 1), days + 1
    return Staff(team, country, hired, left, rng.normal(size=len(team)), first, size)


def staff_ids(number: Ints) -> Column:
    """Identifiers of employees; a negative number gives none."""
    return ids("E", number, width=5)


def staff_table(world: World, people: Staff) -> pa.Table:
    """The table of employees."""
    rng = world.stream("staff details")
    size = len(people)
    number = np.arange(size)
    team = words([f"{team} {country}" for team in TEAMS for country in COUNTRIES], people.team * len(COUNTRIES) + people.country)
    gone = people.left < world.clock.days
    left = np.where(gone, world.clock.first + people.left, np.datetime64("NaT", "D"))
    coach = people.first[OFFICE * len(COUNTRIES) + people.country]
    return assemble(
        "employees",
        size,
        employee_id=staff_ids(number),
        name=full_names(rng, people.country, np.full(size, NONE)),
        role=words(_ROLES, people.team),
        team=team,
        hired_on=world.clock.first + people.hired,
        left_on=left,
        attributes=maps(("country", "coach"), [words(COUNTRIES, people.country), staff_ids(coach)]),
    )
