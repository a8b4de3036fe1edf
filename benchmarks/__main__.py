"""Runs the benchmarks named on the command line, or all: `python -m benchmarks engines`."""

import pkgutil
import runpy
import sys

import benchmarks


def main() -> None:
    known = sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name[0] != "_"
    )
    asked = sys.argv[1:] or known
    del sys.argv[1:]
    for name in asked:
        if name not in known:
            sys.exit(f"there is no benchmark {name}; there are: {', '.join(known)}")
        print(f"\n## {name}\n")
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
