"""How many chunks are under way at once."""

from convcalc.sweep.engines import window


def test_few_chunks_are_under_way_however_many_there_are(monkeypatch):
    monkeypatch.setattr(window, "_EVERY", 0.0)
    room = window.Window(iter([2, 2, 3, 0, 0]).__next__, range(10**9))
    assert list(map(list, room.filled(0))) == [[0], [1], [2], [3]]  # two for each thread
    assert list(map(list, room.filled(3))) == [[4]]
    assert list(map(list, room.filled(3))) == [[5], [6], [7]]  # there is one more now
    assert room.filled(6) == []
    assert list(map(list, room.filled(0))) == [[8]]  # with no worker left, one waits for the next


def test_quick_chunks_are_a_task_together():
    room = window.Window(lambda: 2, range(1000))
    for _ in range(30):
        room.took(10, 0.1)  # 10 ms each: 25 of them are a quarter of a second
    assert list(map(len, room.filled(3))) == [24]  # rounded down
    last = window.Window(lambda: 2, range(16))
    for _ in range(30):
        last.took(10, 0.1)
    assert list(map(len, last.filled(0))) == [4, 3, 2, 1]  # a quarter of what is left for each
