"""Which system packages a verb needs, which are missing, and what somebody without root is told."""

import machine


def test_only_tests_and_benches_need_an_x_server() -> None:
    assert "xvfb" in machine.needed("test", has_display=False)
    assert "xvfb" in machine.needed("bench", has_display=False)
    assert not set(machine.X_SERVER) & set(machine.needed("demo", has_display=True))


def test_a_demo_without_a_display_needs_no_x_libraries() -> None:
    offscreen = machine.QT_OFFSCREEN + machine.RIGHT_TO_LEFT
    assert machine.needed("demo", has_display=False) == offscreen
    assert set(machine.needed("demo", has_display=True)) == {*offscreen, *machine.QT_ON_X}


def test_a_removed_package_is_not_installed() -> None:
    listing = "xvfb installed\nxdotool config-files\nxterm not-installed\n\n"
    assert machine.read_dpkg(listing) == {"xvfb"}


def test_a_package_renamed_for_64_bit_time_is_there() -> None:
    assert machine.missing(["libglib2.0-0", "libegl1"], {"libglib2.0-0t64"}) == ("libegl1",)


def test_the_advice_is_a_command_that_installs_exactly_what_is_missing() -> None:
    words = machine.advice(["xvfb", "xdotool"])
    assert "sudo apt-get update -q && sudo apt-get install -y -q --no-install-recommends xvfb xdotool\n" in words
