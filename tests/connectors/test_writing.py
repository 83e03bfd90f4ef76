"""A mapping written as TOML says the same when it is read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.connectors.reading import document
from helder.connectors.reading.mapping import Mapping, Question, Section, Source
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.writing import written
from helder.model import TABLES

texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), min_size=1, max_size=12)
names = st.text("abcXYZ 0.-\"'\\é=#\n\x7f", min_size=1, max_size=8)
ANSWERS = TABLES["answers"]


@st.composite
def sources(draw: st.DrawFn, target: str, kind: str) -> Source:
    origin = draw(st.sampled_from(["name", "join", "constant", "sql"]))
    source = Source(
        target,
        names=(draw(names),)
        if origin == "name"
        else tuple(draw(st.lists(names, min_size=2, max_size=3)))
        if origin == "join"
        else (),
        constant=draw(texts) if origin == "constant" else None,
        sql=f"upper({draw(st.sampled_from(['a', 'row']))})" if origin == "sql" else None,
        joint=draw(st.sampled_from([" ", "-", ""])) if origin == "join" else " ",
        missing=draw(st.none() | st.lists(texts, max_size=2).map(tuple)),
        values=draw(st.none() | st.dictionaries(texts, texts, max_size=2)),
    )
    if source.values:
        source = replace(source, otherwise=draw(st.none() | texts))
    if kind == "instant":
        source = replace(source, formats=draw(st.sampled_from([(), ("%d-%m-%Y",), ("%Y", "%d/%m/%y %H:%M")])))
        source = replace(source, zone=draw(st.sampled_from([None, "Europe/Amsterdam"])))
    if kind == "number":
        source = replace(source, times=draw(st.sampled_from([None, "60", "0.5"])))
    return source


mappings = st.builds(
    lambda file, key, score, at, questions, where: Mapping(
        file, (Section(ANSWERS, (key, score, at), unpivot=tuple(questions), where=where, report={"all of it": "true"}),)
    ),
    st.builds(
        FileOptions,
        format=st.sampled_from([None, "csv"]),
        separator=st.sampled_from([None, "\t", ";"]),
        encoding=st.sampled_from([None, "windows-1252"]),
        header=st.booleans(),
        columns=st.lists(names, max_size=2).map(tuple),
        skip=st.integers(0, 3),
        missing=st.lists(texts, max_size=2).map(tuple),
        decimal=st.sampled_from([".", ","]),
    ),
    sources("answer_id", "text"),
    sources("score", "number"),
    sources("answered_at", "instant"),
    st.lists(st.builds(Question, names, texts, st.fixed_dictionaries({"instrument": st.just("nps")}), st.none()), max_size=2),
    st.sampled_from([None, "a > 'b\"'"]),
)


def bare(mapping: Mapping) -> Mapping:
    """What a mapping says, without the lines it says it on."""
    return Mapping(
        mapping.file,
        tuple(
            replace(
                section,
                at="",
                sources=tuple(replace(source, at="") for source in section.sources),
                unpivot=tuple(replace(question, at="") for question in section.unpivot),
            )
            for section in mapping.sections
        ),
    )


@given(mappings)
def test_reading_what_was_written_gives_the_same(mapping: Mapping) -> None:
    assert bare(document.parse(written(mapping), "m")) == bare(mapping)


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("examples/**/*.toml")), ids=lambda path: path.stem)
def test_the_mappings_of_the_examples(path: Path) -> None:
    mapping = document.read(path)
    assert bare(document.parse(written(mapping), "m")) == bare(mapping)
