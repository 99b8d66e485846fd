from kiosk_ui.svg.pins import Pin, draw_pins
from tests.support.plans import toy_plan


def test_pins_of_a_level_stand_where_their_jobs_are_and_the_first_lies_on_top():
    level = toy_plan().levels[0].id
    pins = [Pin(1, level, 2.0, 3.0, urgent=True), Pin(2, level, 4.0, 5.0), Pin(3, "none", 0, 0)]
    drawn = draw_pins(toy_plan(), level, pins, "fi")
    assert drawn.index('data-pin="2"') < drawn.index('data-pin="1"')
    assert 'data-pin="3"' not in drawn
    assert 'class="pin urgent"' in drawn
    assert 'cy="-3"' in drawn
