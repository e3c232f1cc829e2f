"""One forward run of a ResNet-50 at 224x224, NumPy beside PyTorch, on the threads it is told.

networks.py runs it, and reads the medians and the fastest runs. [s]
"""

import json
import os
import time
from statistics import median

import numpy as np
import torch
from timing import medians
from torchvision.models import resnet50

import convcalc
from convcalc.executor import run
from convcalc.executor.run import lay_out
from convcalc.executor.weights import random_weights
from convcalc.verify.plan import plan_of

ROUNDS, PAUSE = 15, 0.05


def main():
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    plan = plan_of(convcalc.load("resnet50").graph, 1)
    weights = {
        step.path: random_weights(layout, seed=(number,))
        for number, (step, layout) in enumerate(zip(plan.steps, lay_out(plan), strict=True))
        if layout.weights
    }
    x = np.random.default_rng(0).standard_normal((1, 3, 224, 224), np.float32)
    net, tensor = resnet50().eval(), torch.from_numpy(x)

    def theirs():
        with torch.inference_mode():
            net(tensor)

    runs = {
        "numpy": lambda: run(plan, [x], weights),
        "pause": lambda: time.sleep(PAUSE),  # until threads have gone to sleep
        "torch": theirs,
        "again": lambda: time.sleep(PAUSE),
    }
    print(json.dumps(medians(runs, rounds=ROUNDS, of=lambda times: (median(times), min(times)))))


if __name__ == "__main__":
    main()
