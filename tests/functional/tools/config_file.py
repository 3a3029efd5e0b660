"""Changes to a node's config.toml: read, changed as a dictionary, written anew without its comments."""

import json
import tomllib


def _value(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)


def _write(table, name, lines):
    scalars = {k: v for k, v in table.items() if not isinstance(v, dict)}
    if name:
        lines.append(f"[{name}]")
    for key, value in scalars.items():
        lines.append(f"{json.dumps(key)} = {_value(value)}")
    for key, value in table.items():
        if isinstance(value, dict):
            _write(value, f"{name}.{key}" if name else key, lines)


def change(home, **sections):
    """change(home, p2p={"listen_port": 1}, files={...}): keys of a section are replaced, others stay."""
    path = home / "config" / "config.toml"
    document = tomllib.loads(path.read_text())
    for section, values in sections.items():
        document.setdefault(section, {}).update(values)
    lines = []
    _write(document, "", lines)
    path.write_text("\n".join(lines) + "\n")
