"""Wheels of our own, for pip to install."""

import zipfile
from pathlib import Path


def wheel(folder: Path, name: str, version: str, source: str = "") -> None:
    module = name.replace("-", "_")
    record = f"{module}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{module}-{version}-py3-none-any.whl", "w") as packed:
        packed.writestr(f"{module}/__init__.py", f"{source}\nVERSION = {version!r}\n")
        packed.writestr(
            f"{record}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        packed.writestr(
            f"{record}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr(f"{record}/RECORD", "")
