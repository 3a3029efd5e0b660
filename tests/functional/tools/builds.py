"""The builds of this work tree that are of its present sources."""

from pathlib import Path

from xhnet.programs import ROOT

BUILDS = ("dev", "release", "clang")
ROOMS = ("chain", "contracts", "consensus", "p2p", "node")


def newest_source():
    return max(path.stat().st_mtime for room in ROOMS for kind in ("*.cpp", "*.h") for path in (ROOT / room).rglob(kind))


def builds(case):
    """Name to xinghuod: this build first, then dev, release and clang as far as they are here and not older than a source."""
    found = {"this": Path(case.programs.xinghuod)}
    newest = newest_source()
    for name in BUILDS:
        program = ROOT / "build" / name / "node" / "xinghuod"
        if not program.exists() or program.resolve() == found["this"].resolve():
            continue
        if program.stat().st_mtime < newest:
            case.note(f"build {name} is older than the sources and is left out: scripts/build.sh {name} xinghuod")
        else:
            found[name] = program
    return found
