"""The steps of action.yml, run as GitHub runs them: the same shell, files and variables."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from repositories import environment

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
_EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
# docs.github.com, workflow syntax: what `shell: bash` stands for.
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


@dataclass(frozen=True)
class Done:
    """A step that has ended: its exit code, its log, its outputs and its page."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass
class Job:
    """One job in a workspace; `temp` is the folder that the runner clears afterwards."""

    workspace: Path
    temp: Path
    variables: dict[str, str] = field(default_factory=dict)  # that the event or the job sets
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)  # of steps by their id

    def run(self, step, **inputs):
        """A step of the action; its inputs are written with - in place of _."""
        given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
        for name, value in inputs.items():
            assert name.replace("_", "-") in given
            given[name.replace("_", "-")] = value
        variables = {
            name: self._evaluated(text, given) for name, text in STEPS[step].get("env", {}).items()
        }
        done = self.script(STEPS[step]["run"], **variables)
        self.outputs = {**self.outputs, step: done.outputs}
        return done

    def script(self, text, **variables):
        """A script with the variables of a step."""
        folder = self.temp / f"step{len(list(self.temp.glob('step*')))}"
        folder.mkdir(parents=True)
        files = {name: folder / name for name in ("script.sh", "output", "summary")}
        for file in files.values():
            file.write_text("")
        files["script.sh"].write_text(text, encoding="utf-8")
        ran = subprocess.run(
            [*BASH, str(files["script.sh"])],
            cwd=self.workspace,
            env={
                **outside(),
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_BASE_REF": "",
                "GITHUB_OUTPUT": str(files["output"]),
                "GITHUB_STEP_SUMMARY": str(files["summary"]),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temp),
                **self.variables,
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Done(ran.returncode, ran.stdout, _read(files["output"]), _text(files["summary"]))

    def _evaluated(self, text, inputs):
        """The expressions that the action uses: inputs, and outputs of steps."""

        def value(match):
            words = match[1].split(".")
            if words[0] == "inputs":
                return inputs[words[1]]
            assert (words[0], words[2]) == ("steps", "outputs"), match[0]
            return self.outputs[words[1]].get(words[3], "")

        return _EXPRESSION.sub(value, text)


def outside():
    """The environment of a runner: this one, without what belongs to these tests."""
    ours = ("CONVCALC_", "GITHUB_", "PYTEST_", "VIRTUAL_ENV", "PYTHONPATH", "FORCE_COLOR")
    return {name: value for name, value in environment().items() if not name.startswith(ours)}


def _text(file):
    return file.read_text(encoding="utf-8")


def _read(file):
    """name=value a line; the action has no values of several lines."""
    return dict(line.split("=", 1) for line in _text(file).splitlines())
