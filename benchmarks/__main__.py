"""Runs the benchmarks named on the command line, or all: `python -m benchmarks engines`."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    known = sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name[0] != "_"
    )
    for name in sys.argv[1:] or known:
        if name not in known:
            sys.exit(f"there is no benchmark {name}; there are: {', '.join(known)}")
        print(f"\n## {name}\n")
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
