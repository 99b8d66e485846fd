import pytest

from api.catalogue.subject_tables import read_table
from api.catalogue.subjects import Gathering, Subjects, SubjectsFormatError

CLASSES = "notation,fi,sv,en\n67,Maatalous,Jordbruk,Agriculture\n67.452,Kissat,Katter,Cats\n"


def read(*tables: str) -> Subjects:
    gathering = Gathering()
    for number, table in enumerate(tables, 1):
        read_table(table.splitlines(keepends=True), gathering, f"table {number}")
    return gathering.finish()


def test_classes_and_terms_come_from_two_tables_in_any_order():
    terms = "term,language,notation\nKissarodut,fi,67.452\nKattraser,sv,67.452\n"
    for tables in [(CLASSES, terms), (terms, CLASSES)]:
        found = read(*tables)
        assert [each.notation for each in found.classes] == ["67", "67.452"]
        assert {"Kissarodut", "Kattraser", "Cats"} <= {each.term for each in found.terms}
        assert found.problems == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_separated_by_what_the_header_uses(delimiter):
    found = read("\ufeff" + CLASSES.replace(",", delimiter))
    assert found.classes[1].labels.sv == "Katter"


def test_the_names_of_finto_exports_are_understood():
    classes = (
        "id,notation,label_fi,label_sv,label_en,broader,type\n"
        "67,67,Maatalous,Jordbruk,Agriculture,,core#Concept;Concept\n"
        "67.4,67.4,Eläimet,Djur,Animals,67,core#Concept;Concept\n"
        "m01,01,Filosofia,Filosofi,Philosophy,,core#Concept;FormClass\n"
        "67.09,,,,,,\n"
    )
    terms = 'id,lang,term\n67.09,fi,"Maatalous, historia (67.09)"\n'
    found = read(classes, terms)
    assert [(each.notation, each.broader) for each in found.classes] == [
        ("67", None),
        ("67.4", "67"),
        ("67.09", "67"),
    ]
    assert found.terms[-1].term == "Maatalous, historia"
    assert found.problems == ()


def test_rows_that_make_no_sense_are_told_by_table_and_line_and_the_others_kept():
    found = read(
        CLASSES + "68.2,Ruoka\n,Nimetön,,\n67,Toinen,,\n\n",
        'term,language,notation\nOutoa,fi,99\n"Rikki,fi,67"x\nKoira,,67\nHyvä,fi,67\n',
    )
    assert [each.where for each in found.problems] == [
        "table 1, line 4",
        "table 1, line 5",
        "table 1, line 6",
        "table 2, line 3",
        "table 2, line 4",
        "table 2, line 2",
    ]
    assert found.terms[-1].term == "Hyvä"


@pytest.mark.parametrize(
    "table",
    [
        "",
        "\n",
        "title,author\nKirja,Minä\n",
        "notation,heading\n1,Yksi\n",
        'notation,"fi\n1,Yksi\n',
    ],
)
def test_a_table_of_something_else_is_refused_with_the_columns_it_should_have(table):
    with pytest.raises(SubjectsFormatError, match='must name the columns "notation"'):
        read(table)
