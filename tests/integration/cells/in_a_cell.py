"""What the tests let a child do; the stranger's part included."""

import ctypes
import fcntl
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = "tests.integration.cells.in_a_cell"


def _pid(name="pid", number=None):
    note = Path(f".{name}")
    note.write_text(str(number or os.getpid()))
    note.rename(name)


def _lives_on():
    time.sleep(30)
    Path("lived_on").touch()


def _descriptors():
    found = []
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def echoes(job, talk):
    return job


def looks_around(job, talk):
    mask = os.umask(0)
    return {
        "env": dict(os.environ),
        "cwd": str(Path.cwd()),
        "umask": mask,
        "stdin": sys.stdin.read(),
        "niceness": os.nice(0),
        "session_niceness": _session_niceness(),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "group": os.getpgrp() == os.getpid(),
        "first_to_go": Path("/proc/self/oom_score_adj").read_text().strip(),
        "main": getattr(sys.modules["__main__"], "__file__", None),
        "descriptors": _descriptors(),
    }


def _session_niceness():
    """Of the session as a whole; None where sessions do not count."""
    autogroup = Path("/proc/self/autogroup")
    return int(autogroup.read_text().split()[-1]) if autogroup.exists() else None


def asks(job, talk):
    answers = []
    for number in range(job):
        Path(f"{number}.file").touch()
        talk.tell({"about": number})
        answers.append(talk.ask({"file": number}))
    return answers


def tells_its_name(job, talk):
    _pid()
    return talk.ask(None)


def raises(job, talk):
    print("before it went wrong")
    raise LookupError("no such thing " + "x" * 20_000)


def returns_no_json(job, talk):
    return object()


def exits(job, talk):
    print("usage: ...", file=sys.stderr)
    sys.exit(job)


def ends_at_once(job, talk):
    os._exit(job)


def segfaults(job, talk):
    ctypes.string_at(0)


def aborts(job, talk):
    os.abort()


def prints_much(job, talk):
    for number in range(20_000):
        print(f"line {number}")
    os._exit(1)


def sleeps(job, talk):
    _pid()
    _lives_on()


def chats_for_ever(job, talk):
    while True:
        talk.tell("still here")
        time.sleep(0.01)


def spins(job, talk):
    while True:
        pass


def matches_for_ever(job, talk):
    _pid()
    talk.tell("begun")
    re.fullmatch("(a*)*b", "a" * 40)


def takes_memory(job, talk):
    return len(bytearray(job))


def writes(job, talk):
    with Path("big").open("wb") as file:
        for _ in range(job):
            file.write(b"\0" * 1024)
            file.flush()


def opens(job, talk):
    return [os.open(f"{number}", os.O_CREAT) for number in range(job)]


def says(job, talk):
    os.write(talk._said.fileno(), job.encode())
    _lives_on()


def says_without_end(job, talk):
    while True:
        os.write(talk._said.fileno(), b"x" * 65536)


def tells_without_pause(job, talk):
    os.write(talk._said.fileno(), b'{"tell": 0}\n' * job + b'{"done": 0}\n')
    _lives_on()


def tells_without_end(job, talk):
    while True:
        talk.tell("x" * 1000)


def tells_from_many_threads(job, talk):
    def tell(number):
        for _ in range(200):
            talk.tell("x" * number)

    threads = [threading.Thread(target=tell, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    answers = [talk.ask(number) for number in range(50)]
    for thread in threads:
        thread.join()
    return answers


def leaves_its_group(job, talk):
    os.setpgid(0, os.getpgid(os.getppid()))


def falls_silent(job, talk):
    """Closes its talk and lives on."""
    _pid()
    os.close(talk._said.fileno())
    _lives_on()


def lives_on_after_its_result(job, talk):
    _pid()
    talk.say({"done": 42})
    _lives_on()


def cuts_its_lifeline(job, talk):
    """Tells the kernel not to kill it."""
    _pid()
    for number in range(3, 64):
        if number != talk._said.fileno():
            try:
                fcntl.fcntl(number, fcntl.F_SETFL, 0)
                os.close(number)
            except OSError:
                continue
    talk.tell("free")
    _lives_on()


def has_a_child(job, talk):
    child = subprocess.Popen(["/bin/sleep", "60"], start_new_session=job == "let it stray")
    _pid("grandchild", child.pid)
    _pid()
    if job == "wait":
        talk.tell("begun")
        child.wait()
    return "left it alone"


def imports(job, talk):
    return job in sys.modules


def kills_its_server(job, talk):
    _pid()
    os.kill(os.getppid(), signal.SIGKILL)
    _lives_on()
