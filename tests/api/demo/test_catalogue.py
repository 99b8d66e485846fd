import re
from collections import Counter
from datetime import date

import numpy as np
import pytest

from api.catalogue.items import format_items, parse_items
from api.demo.catalogue import (
    generate_items,
    generate_items_saari,
    read_classics,
    read_special,
)
from api.demo.partitions import PARTITIONS, PARTITIONS_SAARI
from floorplans.callnumbers.registry import get_scheme

ITEMS = generate_items(np.random.default_rng(7))
ITEMS_SAARI = generate_items_saari(np.random.default_rng(7))
CLASSICS = read_classics()
SPECIAL = read_special()

SIZES = {
    "aik-kauno": 2600,
    "aik-jannitys": 700,
    "aik-fantasia": 400,
    "aik-runot": 200,
    "aik-sarjakuvat": 250,
    "aik-ruotsi": 350,
    "aik-muunkieliset": 350,
    "aik-selko": 100,
    "aik-iso": 120,
    "aik-tieto": 3200,
    "aik-elamakerrat": 350,
    "aik-kasikirjasto": 80,
    "aik-lehdet": 120,
    "varasto": 20,
    "mus-cd": 500,
    "mus-nuotit": 250,
    "mus-kirjat": 150,
    "elokuvat": 350,
}


def in_partition(partition):
    return [item for item in ITEMS if item.partition == partition]


def luhn_sum(barcode):
    digits = [int(digit) for digit in reversed(barcode)]
    return sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])


def test_the_main_library_has_eleven_thousand_items():
    assert 11_000 <= len(ITEMS) <= 15_000


def test_the_small_branch_has_some_six_hundred():
    assert 550 <= len(ITEMS_SAARI) <= 750


@pytest.mark.parametrize("generate", [generate_items, generate_items_saari])
def test_the_same_seed_gives_the_same_table_and_another_seed_another(generate):
    first, again, other = (format_items(generate(np.random.default_rng(n))) for n in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize("items", [ITEMS, ITEMS_SAARI], ids=["keskusta", "saari"])
def test_the_items_table_reads_back_without_a_problem(items):
    assert parse_items(format_items(items)) == (items, ())


def test_barcodes_are_unique_across_both_branches_and_carry_a_check_digit():
    barcodes = [item.barcode for item in ITEMS + ITEMS_SAARI]
    assert len(set(barcodes)) == len(barcodes)
    assert all(re.fullmatch("4[0-9]{13}", barcode) for barcode in barcodes)
    assert all(luhn_sum(barcode) % 10 == 0 for barcode in barcodes)


def test_every_call_number_is_a_class_and_a_heading_that_ykl_understands():
    scheme = get_scheme("ykl")
    for call_number in {item.call_number for item in ITEMS + ITEMS_SAARI}:
        form = r"((SUUR|HEVO) )?[0-9]{2}(\.[0-9]{1,5})? [A-ZÅÄÖ]{2,3}"
        mark = re.fullmatch(form, call_number)
        assert mark, call_number
        assert scheme.parse(call_number).prefixes == ((mark[2],) if mark[2] else ())


def test_every_partition_has_items_and_every_item_a_partition():
    assert {item.partition for item in ITEMS} == {each.id for each in PARTITIONS}
    assert {item.partition for item in ITEMS_SAARI} == {each.id for each in PARTITIONS_SAARI}


@pytest.mark.parametrize("partition", SIZES)
def test_a_partition_has_about_as_many_items_as_its_shelves_hold(partition):
    assert SIZES[partition] * 0.9 <= len(in_partition(partition)) <= SIZES[partition] * 1.3


def test_facts_for_adults_spread_over_all_main_classes():
    classes = {item.call_number.split()[-2] for item in in_partition("aik-tieto")}
    per_main_class = Counter(each[0] for each in classes)
    assert set(per_main_class) == set("0123456789")
    assert all(count >= 25 for main_class, count in per_main_class.items() if main_class != "0")


def test_fiction_spreads_over_the_finnish_alphabet():
    initials = Counter(item.call_number.split()[1][0] for item in in_partition("aik-kauno"))
    assert set("ABCDEFGHIJKLMNOPRSTUVWYZÅÄÖ") <= set(initials)
    assert max(initials.values()) < 0.2 * initials.total()


def test_about_one_item_in_six_is_on_loan_and_due_within_four_weeks():
    on_loan = [item for item in ITEMS if item.status == "on_loan"]
    assert 0.15 < len(on_loan) / len(ITEMS) < 0.21
    days = [(date.fromisoformat(item.due_on) - date(2026, 11, 21)).days for item in on_loan]
    assert min(days) >= 1
    assert max(days) <= 28
    assert all(item.due_on is None for item in ITEMS if item.status != "on_loan")


def test_reference_books_are_never_lent():
    assert {item.status for item in in_partition("aik-kasikirjasto")} == {"available"}


def test_a_search_for_tolkien_leads_to_adult_fiction():
    found = {
        (item.partition, item.call_number) for item in ITEMS if item.author.startswith("Tolkien")
    }
    assert found == {("aik-kauno", "84.2 TOL")}


def test_popular_titles_have_several_copies():
    copies = Counter((item.partition, item.title, item.author) for item in ITEMS)
    assert max(copies.values()) >= 4
    assert sum(count > 1 for count in copies.values()) > 1000


def test_all_classics_are_held():
    held = {(item.partition, item.title, item.year) for item in ITEMS}
    assert len(CLASSICS) >= 150
    assert {(work.partition, work.title, work.year) for work in CLASSICS} <= held


def test_each_special_work_is_held_once_and_stays_in_the_house():
    copies = Counter((item.partition, item.title, item.status) for item in ITEMS)
    assert all(copies[work.partition, work.title, "available"] == 1 for work in SPECIAL)
    assert {work.partition for work in SPECIAL} == {"varasto", "aik-tieto", "nuo-kauno"}


def test_no_special_work_is_a_classic_as_well():
    assert not {work.title for work in SPECIAL} & {work.title for work in CLASSICS}


@pytest.mark.parametrize("work", SPECIAL, ids=lambda work: work.title)
def test_a_special_work_stands_under_its_author(work):
    author = re.sub(r"[\W\d_]", "", work.author).upper()
    assert author.startswith(work.call_number.split()[-1])


@pytest.mark.parametrize("work", CLASSICS, ids=lambda work: work.title)
def test_a_classic_stands_under_its_author_or_its_title(work):
    class_number, heading = work.call_number.split()
    if class_number.startswith(("99.", "78.99")):
        entry = f"{work.author} {work.title}"
        assert heading in {word[:3].upper() for word in re.findall(r"\w+", entry)}
    else:
        entry = re.sub(r"[\W\d_]", "", work.author or work.title).upper()
        plain = entry.replace("Í", "I")
        assert plain.startswith(heading)


def test_generated_authors_are_single_names_or_groups():
    real = {work.author for work in CLASSICS + SPECIAL}
    assert not any("," in item.author for item in ITEMS if item.author not in real)


def test_languages_beside_finnish_are_there():
    languages = Counter(item.language for item in ITEMS)
    assert languages["fi"] > 0.7 * len(ITEMS)
    assert languages["sv"] > 200
    assert languages["en"] > 200


def test_partitions_are_named_in_three_languages():
    for partition in PARTITIONS:
        for text in (partition.name, partition.block, partition.collection, partition.material):
            assert text.fi
            assert text.sv
            assert text.en
    assert len({partition.name.fi for partition in PARTITIONS}) == len(PARTITIONS)
    assert len({partition.block.fi for partition in PARTITIONS}) == len(PARTITIONS)
