"""What tells moments apart at a glance: which screen, which tone, which sound."""

from __future__ import annotations

from enum import StrEnum


class Screen(StrEnum):
    STARTING = "starting"
    SIGN_IN = "sign_in"
    QUEUE = "queue"
    PICK = "pick"
    PACK = "pack"
    LABEL = "label"
    DONE = "done"
    DISPATCH = "dispatch"
    DEVICES = "devices"
    CHOICE = "choice"
    TASK = "task"
    FAULT = "fault"


class Tone(StrEnum):
    """Names a colour AND a shape AND (where the sound field says so) a sound; never colour alone."""

    RIGHT = "right"  # green #009E73, tick
    WRONG = "wrong"  # vermilion #D55E00, cross in an octagon
    WRONG_TOTE = "wrong_tote"  # orange #E69F00, crossed-out tote
    CARE = "care"  # yellow #F0E442 on black, triangle with !
    UNKNOWN = "unknown"  # purple #CC79A7, question mark in a diamond
    DONE = "done"  # sky blue #56B4E9, double tick in a pill
    NOT_NOW = "not_now"  # ink #14181C on white, clock
    NEXT = "next"  # blue #0072B2, arrow
    QUIET = "quiet"  # grey, no shape


class Sound(StrEnum):
    """File names (without .wav) in resources/sounds."""

    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"
    WRONG_TOTE = "wrong_tote"
    TOO_MANY = "too_many"
    UNKNOWN = "unknown"
    ALREADY_DONE = "already_done"
    COMPLETE = "complete"
    NOT_NOW = "not_now"
    TROUBLE = "trouble"
