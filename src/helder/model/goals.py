"""What metrics are to reach, and what others reach."""

from helder.model.table import Table, boolean, date, integer, key, number, text

GOALS = Table(
    name="goals",
    meaning="What metrics are to reach: for whom, when, and who answers for it",
    grain="one goal",
    columns=(
        key("goal_id", "The goal"),
        text("metric", "The metric, by its name in the catalogue", required=True),
        text("dimension", "The dimension it is narrowed to; missing where it holds for all"),
        text("value", "The value of that dimension"),
        text(
            "apart", "The scale, currency or choice it is of, where the metric has a figure for each; else the one with most rows"
        ),
        date("starts_on", "First day; missing where it has always held"),
        date("ends_on", "Last day; missing while it is open-ended"),
        number(
            "target", "The figure to reach, in the unit of answers: a share as 0.45, a time in seconds, an amount in its currency"
        ),
        text("bound", "Which way is meant; the metric's better way where not given", allowed=("at least", "at most")),
        text("owner", "User name of who answers for it"),
        boolean("withdrawn", "Whether it no longer holds"),
    ),
    ordered=(("starts_on", "ends_on"),),
    either=(("target", "withdrawn"),),
)

BENCHMARKS = Table(
    name="benchmarks",
    meaning="What others reach, as a source gives it",
    grain="one figure of one industry",
    columns=(
        key("benchmark_id", "The figure"),
        text("metric", "The metric, by its name in the catalogue", required=True),
        text("industry", "The industry, in the source's words", required=True),
        text("region", "Country or region it is about"),
        integer("year", "The year it is about", minimum=1900),
        text("scale", "The scale of the answers behind it, as 0-10"),
        text("unit", "What the figures are in; the metric's unit where not given"),
        number("value", "The figure, in the unit of answers; a mean where the source says no more"),
        number("low", "The figure of the weakest, or the lower quartile, as the source says"),
        number("median", "The median"),
        number("high", "The figure of the strongest, or the upper quartile, as the source says"),
        text("source", "Who published it", required=True),
        text("url", "Where it was published"),
        text("sample", "Whom it rests on"),
        integer("n", "How many it rests on", minimum=0),
        text("note", "What else one must know to use it"),
    ),
    ordered=(("low", "median"), ("median", "high"), ("low", "high")),
    either=(("value", "median", "low", "high"),),
)
