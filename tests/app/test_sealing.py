"""What a sealed process can still do: compute, answer, run threads. Nothing it was not doing before."""

import subprocess
import sys
from pathlib import Path

TRIES = """
import ctypes, os, socket, subprocess, sys, threading
from pathlib import Path
folder, listening, open_ = Path(sys.argv[1]), int(sys.argv[2]), os.open(sys.argv[1], os.O_RDONLY)
file = (folder / "there").open("w")
before = socket.socket()
waiting, done = threading.Event(), []
def later():
    waiting.wait()
    try:
        os.mkdir(folder / "of a thread")
    except OSError:
        done.append("refused")
thread = threading.Thread(target=later)
thread.start()
from app.own_cypher.sealing import seal
seal()
def write():
    file.write("x")
    file.flush()
tries = {
    "read": lambda: Path("/etc/passwd").read_text(),
    "write": write,
    "make": lambda: (folder / "new").touch(),
    "connect": lambda: before.connect(("127.0.0.1", listening)),
    "socket": socket.socket,
    "pipe": os.pipe,
    "run": lambda: subprocess.run(["true"]),
    "replace": lambda: os.execv("/bin/true", ["true"]),
    "fork": os.fork,
    "signal": lambda: os.kill(os.getppid(), 0),
    "mkdir": lambda: os.mkdir(folder / "new"),
    "unlink": lambda: os.unlink(folder / "there"),
    "rename": lambda: os.rename(folder / "there", folder / "new"),
    "chmod": lambda: os.chmod(folder / "there", 0o777),
    "link": lambda: os.symlink(folder / "there", folder / "new"),
    "duplicate": lambda: os.dup(open_),
}
for name, try_ in tries.items():
    try:
        try_()
    except (OSError, subprocess.SubprocessError):
        continue
    print("could", name)
waiting.set()
thread.join()
other = threading.Thread(target=lambda: done.append("ran"))
other.start()
other.join()
print(*done)
sys.stdout.flush()
os._exit(0)
"""


def test_nothing_can_be_opened_written_started_or_reached(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TRIES, str(tmp_path), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert (done.returncode, done.stdout, done.stderr) == (0, "refused ran\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_text() == ""
