"""Where xinghuod and xinghuo are, and how they are run."""

import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 180  # no single command of a test or demo takes longer


class Failure(Exception):
    """Something did not go as a demo or test needs; the message says what."""


class Programs:
    """The two programs of one build. XH_BUILD_DIR names the build; otherwise release, then dev."""

    def __init__(self, build=None):
        named = build or os.environ.get("XH_BUILD_DIR")
        candidates = [Path(named)] if named else [ROOT / "build" / "release", ROOT / "build" / "dev"]
        for candidate in candidates:
            if (candidate / "node" / "xinghuod").exists() and (candidate / "cli" / "xinghuo").exists():
                self.build = candidate
                self.xinghuod = str(candidate / "node" / "xinghuod")
                self.xinghuo = str(candidate / "cli" / "xinghuo")
                return
        raise Failure("no built xinghuod and xinghuo in " + ", ".join(map(str, candidates)) +
                      ": run scripts/build.sh release xinghuod xinghuo")


def run(arguments, stdin=None, check=True, env=None, limit_s=LIMIT_S):
    """Runs a program. With `check`, an exit code other than 0 is a Failure with what the program said."""
    try:
        done = subprocess.run(arguments, input=stdin, capture_output=True, text=True, env=env, timeout=limit_s)
    except subprocess.TimeoutExpired as late:
        raise Failure(f"{Path(arguments[0]).name} {' '.join(arguments[1:6])} ...: no end after {limit_s} s") from late
    except OSError as error:
        raise Failure(f"{arguments[0]} cannot be run: {error}") from error
    if check and done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise Failure(f"{Path(arguments[0]).name} {' '.join(arguments[1:6])} ...: exit {done.returncode}: {said}")
    return done


def run_json(arguments, **options):
    """The `data` of a program's JSON envelope."""
    return json.loads(run(arguments + ["-o", "json"], **options).stdout)["data"]
