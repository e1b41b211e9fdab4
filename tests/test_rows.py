"""A mistyped name is answered alike wherever it is written; all else is as pandas has it."""

import copy
import pickle

import pandas as pd
import pytest

import course
from course.errors import CourseError, DataError

MISTYPED = {
    "in brackets": lambda t: t["sponser"],
    "in a list": lambda t: t[["poll_id", "sponser"]],
    "as an attribute": lambda t: t.sponser,
    "as an attribute of a part": lambda t: t[t["n"] > 5].sponser,
    "loc": lambda t: t.loc[:, "sponser"],
    "loc, a list": lambda t: t.loc[t["n"] > 5, ["poll_id", "sponser"]],
    "at": lambda t: t.at[3, "sponser"],
    "a row": lambda t: t.iloc[0]["sponser"],
    "groupby": lambda t: t.groupby("sponser"),
    "groupby, a list": lambda t: t.groupby(["country", "sponser"]).size(),
    "groupby, then a column": lambda t: t.groupby("country")["sponser"].mean(),
    "groupby, then columns": lambda t: t.groupby("country")[["n", "sponser"]].mean(),
    "groupby, then an attribute": lambda t: t.groupby("country").sponser.mean(),
    "groupby, agg": lambda t: t.groupby("country").agg({"sponser": "count"}),
    "groupby, agg by name": lambda t: t.groupby("country").agg(many=("sponser", "count")),
    "sort_values": lambda t: t.sort_values("sponser"),
    "sort_values, a list": lambda t: t.sort_values(["country", "sponser"]),
    "sort_values, by": lambda t: t.sort_values(by="sponser", ascending=False),
    "set_index": lambda t: t.set_index("sponser"),
    "set_index, a list": lambda t: t.set_index(["country", "sponser"]),
    "drop": lambda t: t.drop("sponser", axis=1),
    "drop, columns": lambda t: t.drop(columns=["n", "sponser"]),
    "del": lambda t: t.__delitem__("sponser"),
    "value_counts": lambda t: t.value_counts("sponser"),
    "value_counts, a list": lambda t: t.value_counts(["country", "sponser"]),
    "query": lambda t: t.query("sponser == 'x'"),
    "query, two": lambda t: t.query("n > 5 and sponser == 'x'"),
    "eval": lambda t: t.eval("sponser + 1"),
    "drop_duplicates": lambda t: t.drop_duplicates("sponser"),
    "dropna": lambda t: t.dropna(subset=["sponser"]),
    "nlargest": lambda t: t.nlargest(3, "sponser"),
    "pivot": lambda t: t.pivot(index="poll_id", columns="sponser", values="n"),
    "pivot_table": lambda t: t.pivot_table(index="country", columns="sponser", values="n"),
    "melt": lambda t: t.melt(id_vars="sponser"),
    "astype": lambda t: t.astype({"sponser": str}),
    "explode": lambda t: t.explode("sponser"),
    "merge": lambda t: t.merge(t, on="sponser"),
    "merge, left_on": lambda t: t.merge(t, left_on="sponser", right_on="poll_id"),
    "pd.merge": lambda t: pd.merge(t, t, on="sponser"),
    "apply to rows": lambda t: t.apply(lambda row: row["sponser"], axis=1),
    "apply to rows, an attribute": lambda t: t.apply(lambda row: row.sponser, axis=1),
    "assign": lambda t: t.assign(a=lambda rows: rows["sponser"]),
    "after a filter": lambda t: t[t["n"].notna()].sort_values("n").head(5)["sponser"],
    "of a copy": lambda t: t.copy()["sponser"],
    "of a merged table": lambda t: t.merge(t, on="poll_id", suffixes=("", "_2"))["sponser"],
}


@pytest.fixture
def named(polls):
    return polls.set_index("poll_id")


@pytest.fixture
def polls():
    return course.load("polls")


@pytest.mark.parametrize("where", MISTYPED)
def test_a_mistyped_column_is_one_sentence_that_offers_the_nearest(polls, where):
    with pytest.raises(CourseError) as caught:
        MISTYPED[where](polls)
    said = str(caught.value)
    assert "has no column" in said and "'sponser'. Did you mean" in said and "sponsor" in said
    assert "\n" not in said and said.startswith(("Table polls", "This table"))
    assert caught.value.__cause__ is None
    assert caught.value._render_traceback_() == [f"UnknownColumn: {said}"]


@pytest.mark.parametrize("row", ["pl-2007-mda", "2007-MDAA"])
def test_a_row_that_is_not_there_is_one_sentence_that_offers_the_nearest(named, row):
    for asked in (row, [row], ["pl-2007-mdaa", row], ([row], ["n"]), (row, "n")):
        with pytest.raises(CourseError, match=r"no row '.*'\. Did you mean .*pl-2007-mdaa"):
            named.loc[asked]


def test_a_mistyped_method_is_offered_too(polls):
    with pytest.raises(CourseError, match=r"has no column or method 'grupby'\. Did you mean .*gro"):
        polls.grupby("country")
    with pytest.raises(CourseError, match=r"no column or method 'colums'\. Did you mean columns"):
        polls.colums  # noqa: B018
    assert not hasattr(polls, "sponser") and getattr(polls, "sponser", 5) == 5
    assert polls.get("sponser") is None and "sponser" not in polls


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (lambda t: t.sort_values("n", ascending=[True, False]), ValueError),
        (lambda t: t.query("n >"), SyntaxError),
        (lambda t: t.iloc[999], IndexError),
        (lambda t: t["n"]["x"], KeyError),
        (lambda t: t.groupby("country").get_group("Atlantis"), KeyError),
        (lambda t: t.astype({"pollster": "int64"}), ValueError),
    ],
)
def test_other_mistakes_are_not_called_a_missing_column(polls, wrong, kind):
    with pytest.raises(kind) as caught:
        wrong(polls)
    assert "has no column '" not in str(caught.value)


ALIKE = {
    "groupby": lambda t: t.groupby("country")["n"].mean(),
    "groupby, agg": lambda t: t.groupby(["country", "mode"]).agg(
        many=("n", "count"), m=("n", "max")
    ),
    "sort_values": lambda t: t.sort_values(["country", "n"], ascending=[True, False]),
    "set_index": lambda t: t.set_index("poll_id").loc[:, ["country", "n"]],
    "drop": lambda t: t.drop(columns=["note"]).drop(index=[0, 1]),
    "value_counts": lambda t: t["country"].value_counts(),
    "value_counts of rows": lambda t: t.value_counts(["country", "mode"], dropna=False),
    "query": lambda t: t.query("n > 1000 and country == 'Poland'"),
    "pivot_table": lambda t: t.pivot_table(index="country", columns="mode", values="n"),
    "merge": lambda t: t.merge(t[["poll_id", "n"]], on="poll_id", suffixes=("", "_2")),
    "melt": lambda t: t.melt(id_vars="poll_id", value_vars=["share_for", "share_against"]),
    "concat": lambda t: pd.concat([t, t], ignore_index=True),
    "assign": lambda t: t.assign(twice=lambda r: r["n"] * 2),
    "describe": lambda t: t.describe(),
    "apply": lambda t: t.apply(lambda row: f"{row['country']} {row['n']}", axis=1),
    "attribute": lambda t: t.n,
    "a mask": lambda t: t.loc[t["mode"] == "telephone", "n"],
    "a row": lambda t: t.iloc[3],
    "transposed": lambda t: t.head(3).T,
}


@pytest.mark.parametrize("what", ALIKE)
def test_what_is_right_gives_what_pandas_gives(polls, what):
    ours, theirs = ALIKE[what](polls), ALIKE[what](pd.DataFrame(polls))
    if isinstance(theirs, pd.DataFrame):
        pd.testing.assert_frame_equal(pd.DataFrame(ours), theirs)
        assert ours._repr_html_() == theirs._repr_html_()
    else:
        pd.testing.assert_series_equal(pd.Series(ours), theirs)
    assert repr(ours) == repr(theirs)


def test_a_table_can_be_copied_and_stored(polls):
    for other in (copy.deepcopy(polls), pickle.loads(pickle.dumps(polls))):
        pd.testing.assert_frame_equal(other, polls)
        with pytest.raises(DataError):
            other["sponser"]
