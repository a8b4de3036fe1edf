"""What a hostile child would try, each on its own."""

import importlib
import os
import socket
import subprocess
import threading
from pathlib import Path

HERE = "tests.security.acts"


def _write_elsewhere(job):
    Path(job["elsewhere"], "written").write_text("x")


def _read_a_secret(job):
    return Path(job["secret"]).read_text()


def _look_around(job):
    return list(Path(job["elsewhere"]).iterdir())


def _read_the_parents_environment(job):
    return Path(f"/proc/{job['parent']}/environ").read_bytes()


def _link_to_a_secret(job):
    Path("link").symlink_to(job["secret"])
    return Path("link").read_text()


def _connect(job):
    socket.create_connection(("127.0.0.1", job["port"]), timeout=5).close()


def _listen(job):
    socket.create_server(("127.0.0.1", 0)).close()


def _send_a_datagram(job):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", job["port"]))


def _speak_to_a_local_socket(job):
    socket.socket(socket.AF_UNIX).close()


def _fork(job):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _execute(job):
    os.execv("/bin/true", ["true"])


def _run_a_program(job):
    subprocess.run(["/bin/true"], check=True)


def _signal_the_parent(job):
    os.kill(job["parent"], 0)


ACTS = {
    act.__name__.lstrip("_"): act
    for act in (
        _write_elsewhere,
        _read_a_secret,
        _look_around,
        _read_the_parents_environment,
        _link_to_a_secret,
        _connect,
        _listen,
        _send_a_datagram,
        _speak_to_a_local_socket,
        _fork,
        _execute,
        _run_a_program,
        _signal_the_parent,
    )
}


def try_all(job, talk):
    """The acts that nothing kept it from, in the order tried."""
    done = []
    for name, act in ACTS.items():
        if name in job["skip"]:
            continue
        try:
            act(job)
        except OSError:
            continue
        done.append(name)
    return done


def threads_and_files(job, talk):
    """What honest work needs, all of it allowed."""
    Path("inside").mkdir()
    Path("inside/a").write_text("x")
    Path("inside/a").rename("b")
    thread = threading.Thread(target=Path("c").touch)
    thread.start()
    thread.join()
    Path("b").unlink()
    return sorted(path.name for path in Path.cwd().iterdir())


def knows_failures(_job, _talk):
    return importlib.import_module("domain.failures").__name__ == "domain.failures"
