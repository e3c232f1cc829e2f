"""Dask clusters of real processes on this machine, whose workers see no file of ours."""

import json
import os
import signal
import subprocess
import sys

from small_sweep import wait_for


class Cluster:
    """A scheduler and its workers, each a process, in a folder where nothing else is."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.workers = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_for(self._is_up)

    def _start(self, kind, *words, **environ):
        meet = "--scheduler-file", str(self.file), "--no-dashboard"
        return subprocess.Popen(
            [sys.executable, "-m", "dask", kind, *words, *meet],
            cwd=self.folder,
            env={**os.environ, **environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _is_up(self):
        try:
            return bool(self.address)
        except (OSError, ValueError):  # not yet, or not wholly
            return False

    @property
    def address(self):
        return json.loads(self.file.read_text(encoding="utf-8"))["address"]

    def add_worker(self, **environ):
        words = ["--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder)]
        self.workers.append(self._start("worker", *words, **environ))
        return self.workers[-1]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for process in (*self.workers, self.scheduler):
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
