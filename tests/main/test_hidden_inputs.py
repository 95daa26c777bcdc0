"""Ids: UUIDv7, unique and rising, from any number of threads."""

import threading
import uuid

from app.main.hidden_inputs import UuidV7, boot_id, mono_ms, now


def test_ids_are_version_7_and_rise() -> None:
    new_id = UuidV7()
    made = [new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(text).version for text in made} == {7}
    assert {uuid.UUID(text).variant for text in made} == {uuid.RFC_4122}


def test_threads_never_share_an_id() -> None:
    new_id, made = UuidV7(), list[str]()
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(2_000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


def test_the_time_in_an_id_is_now() -> None:
    at = int(UuidV7()().replace("-", "")[:12], 16) / 1000
    assert abs(at - now().timestamp()) < 60


def test_times_are_aware_and_the_boot_has_a_name() -> None:
    assert now().tzinfo is not None
    assert mono_ms() > 0
    assert boot_id() == boot_id() != ""
