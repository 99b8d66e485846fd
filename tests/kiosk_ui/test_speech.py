import pytest

from kiosk_ui.speech import spoken, spoken_call_number


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("osat\u00a03–4", "fi", "osat 3 ja 4"),
        ("sektionerna 3–6", "sv", "sektionerna 3, 4, 5 och 6"),
        ("boards 1–9 from the top", "en", "boards 1 to 9 from the top"),
        ("laudat 2–12", "fi", "laudat 2 viiva 12"),
        ("Go (about 6 steps) on", "en", "Go, about 6 steps, on"),
        ("Go 4 m (about 6 steps). Then", "en", "Go 4 m, about 6 steps. Then"),
        ("Go 4 m (about 6 steps)", "en", "Go 4 m, about 6 steps"),
        ("Turn, , go,", "en", "Turn, go"),
        ("Nouse portaat 2. kerrokseen", "fi", "Nouse portaat toiseen kerrokseen"),
        ("1. kerros", "fi", "ensimmäinen kerros"),
        ("10. kerroksessa", "selko", "kymmenennessä kerroksessa"),
        ("14. kerros", "fi", "14. kerros"),
        ("0. kerros", "fi", "0. kerros"),
        ("2. kerros", "en", "2. kerros"),
        ("shelf 12", "en", "shelf 12"),
    ],
)
def test_a_sentence_has_no_symbols_left(text, language, said):
    assert spoken(text, language) == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("84.2 TOL", "en", "84 point 2, T O L"),
        ("84.2 TOL", "fi", "84 piste 2, T O L"),
        ("L 84.31 Woolf", "sv", "L, 84 punkt 3 1, Woolf"),
        ("QA76.73.P98", "en", "Q A 76 point 7 3 P 98"),
        ("2026/3", "en", "2026 3"),
        ("", "en", ""),
    ],
)
def test_a_call_number_is_said_piece_by_piece(text, language, said):
    assert spoken_call_number(text, language) == said
