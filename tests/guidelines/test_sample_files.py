"""The second version of the long sample differs as it says it does."""

from tests.guidelines.fixtures.build import whole
from tests.guidelines.fixtures.second import second_version


def test_the_second_version_is_what_its_changes_say():
    first = whole(300)
    second, changes = second_version(first)
    old = {article.number: article for article in first.articles}
    new = {article.number: article for article in second.articles}
    assert len(new) == len(second.articles) == 302
    assert [a.number for a in second.articles if a.number != "90a"][:90][-1] == "90"
    assert new[changes.new_moved].clauses == old["100"].clauses
    assert old["40"].clauses not in [article.clauses for article in new.values()]
    halves = new[changes.renumbered.get("60", "60")].clauses + new[changes.new_split].clauses
    assert halves == old["60"].clauses
    for number in changes.changed:
        assert new[changes.renumbered.get(number, number)].clauses != old[number].clauses
    assert all(
        new[now].clauses == old[was].clauses
        for was, now in changes.renumbered.items()
        if was not in (*changes.changed, "60")
    )
    assert len(new["17"].clauses) == len(old["17"].clauses) + 1
    points = sum(len(clause.points) for clause in old["21"].clauses)
    assert sum(len(clause.points) for clause in new["21"].clauses) == points - 1


def test_samples_are_the_same_each_time():
    assert whole(30) == whole(30)
