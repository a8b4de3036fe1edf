"""What a hostile child would try, each on its own."""

import fcntl
import importlib
import mmap
import os
import resource
import socket
import subprocess
import threading
from pathlib import Path

HERE = "tests.security.acts"
MPTCP = 262
MSG_FASTOPEN = 0x20000000


def _write_elsewhere(job):
    Path(job["elsewhere"], "written").write_text("x")


def _read_a_secret(job):
    return Path(job["secret"]).read_text()


def _look_around(job):
    return list(Path(job["elsewhere"]).iterdir())


def _read_lent_cookies(job):
    return Path(job["cookies"]).read_text()


def _write_beside_them(job):
    Path(job["cookies"]).with_name("written").write_text("x")


def _read_the_parents_environment(job):
    return Path(f"/proc/{job['parent']}/environ").read_bytes()


def _link_to_a_secret(job):
    Path("link").symlink_to(job["secret"])
    return Path("link").read_text()


def _connect(job):
    socket.create_connection(("127.0.0.1", job["port"]), timeout=5).close()


def _connect_by_many_paths(job):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, MPTCP) as stream:
        stream.settimeout(5)
        stream.connect(("127.0.0.1", job["port"]))


def _connect_by_a_first_message(job):
    with socket.socket() as stream:
        stream.sendto(b"x", MSG_FASTOPEN, ("127.0.0.1", job["port"]))


def _connect_by_a_first_described_message(job):
    with socket.socket() as stream:
        stream.sendmsg([b"x"], [], MSG_FASTOPEN, ("127.0.0.1", job["port"]))


def _listen_anywhere(_job):
    with socket.socket() as stream:
        stream.listen()


def _pair_datagrams(_job):
    for end in socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM):
        end.close()


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


def _signal_the_parent_by_a_file(job):
    reader, writer = os.pipe()
    try:
        fcntl.fcntl(reader, fcntl.F_SETOWN, job["parent"])
    finally:
        os.close(reader)
        os.close(writer)


def _limit_the_parent(job):
    known = resource.prlimit(job["parent"], resource.RLIMIT_NOFILE)
    resource.prlimit(job["parent"], resource.RLIMIT_NOFILE, known)


def _change_own_limits(_job):
    resource.setrlimit(resource.RLIMIT_NOFILE, resource.getrlimit(resource.RLIMIT_NOFILE))


def _slow_the_parent(job):
    os.setpriority(os.PRIO_PROCESS, job["parent"], os.getpriority(os.PRIO_PROCESS, job["parent"]))


def _bind_the_parent_to_a_core(job):
    os.sched_setaffinity(job["parent"], os.sched_getaffinity(job["parent"]))


def _change_a_mode(job):
    Path(job["secret"]).chmod(0o600)


def _change_an_owner(job):
    os.chown(job["secret"], os.getuid(), os.getgid())


def _change_times(job):
    os.utime(job["secret"])


def _mark_a_file(job):
    os.setxattr(job["secret"], "user.mark", b"x")


def _take_memory_that_is_not_counted(_job):
    mmap.mmap(-1, mmap.PAGESIZE).close()


def _hold_a_file_in_memory(_job):
    os.close(os.memfd_create("x"))


NETWORK = frozenset(
    {
        "connect",
        "connect_by_many_paths",
        "connect_by_a_first_message",
        "connect_by_a_first_described_message",
        "listen",
        "listen_anywhere",
        "pair_datagrams",
        "send_a_datagram",
        "speak_to_a_local_socket",
    }
)
"""What an open network opens, and nothing else does."""

ACTS = {
    act.__name__.lstrip("_"): act
    for act in (
        _write_elsewhere,
        _read_a_secret,
        _look_around,
        _read_lent_cookies,
        _write_beside_them,
        _read_the_parents_environment,
        _link_to_a_secret,
        _connect,
        _connect_by_many_paths,
        _connect_by_a_first_message,
        _connect_by_a_first_described_message,
        _listen,
        _listen_anywhere,
        _pair_datagrams,
        _send_a_datagram,
        _speak_to_a_local_socket,
        _fork,
        _execute,
        _run_a_program,
        _signal_the_parent,
        _signal_the_parent_by_a_file,
        _limit_the_parent,
        _change_own_limits,
        _slow_the_parent,
        _bind_the_parent_to_a_core,
        _change_a_mode,
        _change_an_owner,
        _change_times,
        _mark_a_file,
        _take_memory_that_is_not_counted,
        _hold_a_file_in_memory,
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
        except (OSError, ValueError):  # what `resource` makes of EPERM
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
