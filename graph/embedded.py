"""The embedded engine: ArcadeDB in a child process, speaking Bolt on loopback. Only `graph/engines.py` uses this module.

The store's folder holds the engine's data (`engine/`), its password (`password`, 0600), its log (`engine.log`) and, while an
engine lives, `lease.json` (0600) with process, port and user. Whoever names the same folder finds the lease and shares the
engine; whoever finds none alive starts one, under a lock. The child ends when its parent does, because then its standard
input closes; another process that shared it starts its own when it next asks.

Run as a program (`python -m graph.embedded FOLDER`) this module *is* the child.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from shutil import disk_usage
from typing import Any, Final

import psutil
from filelock import FileLock
from filelock import Timeout as LockTimeout

from graph.engine_user import LOOPBACK, ROOT, own_user
from graph.errors import StoreUnavailable

DATABASE: Final = "powermap"
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 15.0
LOCK_SECONDS: Final = 5.0  # for somebody who holds the lock and starts no engine
LEAST_ROOM: Final = 200_000_000  # bytes free on the disk: a document of the largest size, its log and a compaction
HEAP: Final = "1g"
BRIEF: Final = "-XX:TieredStopAtLevel=1"
"""Java's quick compiler only: a command is over before the thorough one pays, which takes half of the processor until then."""
RECORD: Final = "-XX:AOTCacheOutput="
RECORD_SECONDS: Final = 300.0
LOG_BYTES: Final = 10_000_000
PORT_TRIES: Final = 5
_STARTING: Final = ThreadPoolExecutor(4, thread_name_prefix="powermap-engine")  # waits for nobody's analysis
BOLT: Final = "com.arcadedb.bolt.BoltProtocolPlugin"
_OWN: Final = frozenset(
    {"engine", "engine.lock", "engine.log", "engine.log.1", "lease.json", "log", "password", "start.lock"}
    | {"audit", "key-secret", "key-secret.lock"}  # what the service keeps with the store
)
_PASSED_ON: Final = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "JAVA_HOME"),
    "ARCADEDB_JVM_ERROR_FILE",
)
_OTHERS: Final = 0o077


@dataclass(frozen=True)
class Endpoint:
    """Where a Bolt server is and how to log in. The password never shows."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str


@dataclass(frozen=True)
class Lease:
    """The living engine of a folder: its process and its Bolt port."""

    pid: int
    port: int
    user: str = ROOT

    def is_alive(self, folder: Path) -> bool:
        """True if that process is this folder's engine and itself listens on the port.

        Numbers of processes are used again, so its command is looked at; not its start time, which moves with the clock.
        """
        with suppress(psutil.Error):
            process = psutil.Process(self.pid)
            return process.cmdline()[1:] == _arguments(folder) and self.port in _ports_of(process)
        return False


def _arguments(folder: Path) -> list[str]:
    return ["-m", "graph.embedded", str(folder)]


def _ports_of(process: psutil.Process) -> set[int]:
    connections = process.net_connections(kind="tcp")
    return {connection.laddr.port for connection in connections if connection.status == psutil.CONN_LISTEN}


def _write_private(path: Path, text: str) -> None:
    """Write a file that only this user can read; whoever reads it sees the old or the new content, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def _close_to_others(folder: Path) -> None:
    """Make what the engine keeps there this user's own, however open it was before; the folder too, if it has nothing else."""
    entries = list(folder.iterdir())
    own = [path for path in entries if path.name in _OWN]
    within = [
        path
        for folder_within in own
        if folder_within.is_dir() and not folder_within.is_symlink()
        for path in folder_within.rglob("*")
    ]
    if len(own) == len(entries):
        own.append(folder)
    for path in (*own, *within):
        if not path.is_symlink() and path.stat().st_mode & _OTHERS:
            path.chmod(0o700 if path.is_dir() else 0o600)


def start_record() -> Path:
    """Where this installation's record of how an engine starts is, or would be: beside the engine it holds for.

    Java's ahead-of-time cache: classes found, linked and profiled. One of another build or of other jars Java leaves unused.
    """
    return Path(sys.prefix) / "share" / "powermap" / f"engine-{version('arcadedb-embedded')}.aot"


def _environment(java: Iterable[str]) -> dict[str, str]:
    """What the engine needs of ours: none of our settings, so no secret."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    options = {"ARCADEDB_JVM_ARGS": " ".join(filter(None, java))}
    return {**passed_on, **options, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


def _read_lease(folder: Path) -> Lease | None:
    with suppress(OSError, ValueError, TypeError):
        return Lease(**json.loads((folder / "lease.json").read_text(encoding="utf-8")))
    return None


def _let_go(pid: int) -> None:
    """Take a dead engine off the list of processes, also when another object of this process started it."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        if process.ppid() == os.getpid():
            process.wait(STOP_SECONDS)


@dataclass
class EmbeddedEngine:
    """The engine of one folder, started when first asked for; `brief` for a process that ends within seconds.

    It starts from `record`, if that is there; where it `records`, its run is recorded there when it ends.
    """

    folder: Path
    brief: bool = False
    record: Path = field(default_factory=start_record)
    records: bool = False
    _child: subprocess.Popen[bytes] | None = None

    @classmethod
    def at(cls, path: str, *, brief: bool = False) -> EmbeddedEngine:
        """The engine of a folder. Raises ValueError for an empty path."""
        if not path:
            msg = "embedded: needs a folder, e.g. embedded:./powermap-data"
            raise ValueError(msg)
        return cls(Path(path).expanduser().resolve(), brief)

    async def endpoint(self) -> Endpoint:
        """The address of the living engine; starts one when there is none. Raises StoreUnavailable."""
        return await asyncio.get_running_loop().run_in_executor(_STARTING, self._find_or_start)

    async def refuse_when_full(self) -> None:
        """Raise StoreUnavailable where less than LEAST_ROOM is free: an engine that fills its disk may lose what it has."""
        with suppress(FileNotFoundError):  # a store that was never started has not taken any
            free = (await asyncio.get_running_loop().run_in_executor(_STARTING, disk_usage, self.folder)).free
            if free < LEAST_ROOM:
                megabytes = free // 1_000_000
                msg = f"the disk of the embedded store is full ({megabytes} MB free): make room; until then it can only be read"
                raise StoreUnavailable(msg)

    async def close(self) -> None:
        """End the engine if this process started it; idempotent."""
        await asyncio.to_thread(self._stop)

    def _find_or_start(self) -> Endpoint:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lease = self._living()
            if lease is None:
                lock = FileLock(self.folder / "start.lock", mode=0o600)
                self._wait_for(lock)
                try:
                    lease = self._living() or self._start()
                finally:
                    lock.release()
            password = (self.folder / "password").read_text(encoding="utf-8")
        except OSError as error:
            msg = f"the folder of the embedded store cannot be used: {error.strerror}"
            raise StoreUnavailable(msg) from None
        return Endpoint(f"bolt://{LOOPBACK}:{lease.port}", lease.user, password, DATABASE)

    def _living(self) -> Lease | None:
        lease = _read_lease(self.folder)
        return lease if lease is not None and lease.is_alive(self.folder) else None

    def _wait_for(self, lock: FileLock) -> None:
        """Wait for our turn to start the engine: long for who is starting one, briefly for who is not."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                lock.acquire(timeout=LOCK_SECONDS)
            except LockTimeout:
                if not self._is_being_started():
                    msg = (
                        "another process holds start.lock in the store's folder and starts no engine: end that process"
                    )
                    raise StoreUnavailable(msg) from None
                if time.monotonic() > deadline:
                    msg = "another process has been starting the embedded store for a minute"
                    raise StoreUnavailable(msg) from None
            else:
                return

    def _is_being_started(self) -> bool:
        """True if some process is this folder's engine."""
        command = _arguments(self.folder)
        return any((process.info["cmdline"] or [])[1:] == command for process in psutil.process_iter(["cmdline"]))

    def _start(self) -> Lease:
        if (dead := _read_lease(self.folder)) is not None:
            _let_go(dead.pid)
        self._stop()
        _close_to_others(self.folder)
        (self.folder / "lease.json").unlink(missing_ok=True)
        if not (self.folder / "password").exists():
            _write_private(self.folder / "password", secrets.token_urlsafe(32))
        log = self.folder / "engine.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(self.folder / "engine.log.1")
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, *_arguments(self.folder)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                env=_environment(self._java()),
                umask=_OTHERS,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._child.poll() is None:
            lease = _read_lease(self.folder)
            if lease is not None and lease.pid == self._child.pid and lease.is_alive(self.folder):
                return lease
            time.sleep(0.05)
        self._stop()
        msg = f"the embedded store did not start; its log is {log.name} in the store's folder"
        raise StoreUnavailable(msg)

    def _java(self) -> Iterator[str]:
        """Java's options: what somebody set, else the quick compiler for brief use, and the record."""
        yield os.environ.get("ARCADEDB_JVM_ARGS") or (BRIEF if self.brief else "")
        if self.records:
            yield shlex.quote(f"{RECORD}{self.record}")
        elif self.record.is_file():
            yield shlex.quote(f"-XX:AOTCache={self.record}")

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            with suppress(OSError):
                child.stdin.close()
        try:
            child.wait(RECORD_SECONDS if self.records else STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


# -- the child ----------------------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _serve(folder: Path) -> tuple[Any, int, int]:
    """Start the server with Bolt on a free port that this process can be seen to listen on; that port and HTTP's."""
    import arcadedb_embedded  # noqa: PLC0415 - only the child loads the engine

    arcadedb_embedded.jvm.start_jvm(heap_size=HEAP)
    password = (folder / "password").read_text(encoding="utf-8")
    for _ in range(PORT_TRIES):
        port, http_port = _free_port(), _free_port()
        config = {
            "server_plugins": f"Bolt:{BOLT}",
            "host": LOOPBACK,
            "bolt_port": port,
            "http_port": http_port,
            "mode": "production",
            "server_logsDirectory": str(folder / "engine" / "log"),
            "serverMetrics": "false",
            "opencypher_loadCsv_allowFileUrls": "false",
            "opencypher_loadCsv_allowRemoteUrls": "false",
        }
        server = arcadedb_embedded.create_server(str(folder / "engine"), password, config=config)
        try:
            server.start()
        except arcadedb_embedded.ArcadeDBError:
            logging.getLogger(__name__).exception("could not listen, trying another port")
            continue
        if port in _ports_of(psutil.Process()):
            return server, port, http_port
        server.stop()
    msg = "found no port to listen on"
    raise RuntimeError(msg)


def _wait_for_end_of_input(closed: threading.Event) -> None:
    sys.stdin.buffer.read()
    closed.set()


def main(folder: Path) -> None:
    """Serve the folder until standard input closes; while another engine still has it, wait for that one to end."""
    closed = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(closed,), daemon=True).start()
    owner = FileLock(folder / "engine.lock")
    while not closed.is_set():
        with suppress(LockTimeout):
            owner.acquire(timeout=0.5, poll_interval=0.02)
            break
    if not closed.is_set():
        _serve_until(closed, folder)
        if RECORD in os.environ.get("ARCADEDB_JVM_ARGS", ""):
            _exit_java()
    os._exit(0)


def _serve_until(closed: threading.Event, folder: Path) -> None:
    server, port, http_port = _serve(folder)
    _flush_commits_to_disk()
    if (folder / "engine" / "databases" / DATABASE).is_dir():
        server.get_database(DATABASE)
    else:
        server.create_database(DATABASE)
    user = own_user((folder / "password").read_text(encoding="utf-8"), DATABASE, http_port)
    _write_private(folder / "lease.json", json.dumps(asdict(Lease(os.getpid(), port, user))))
    closed.wait()
    (folder / "lease.json").unlink(missing_ok=True)
    _hang_up(server, port)
    server.stop()


def _hang_up(server: Any, port: int) -> None:
    """End the connections first: a stopping server forgets its users before them and refuses who shares it as a stranger."""
    for plugin in server._java_server.getPlugins():  # noqa: SLF001 - the wrapper, pinned, has no call for it
        if plugin.getClass().getName() == BOLT:
            plugin.stopService()
    for open_socket in psutil.Process().net_connections(kind="tcp"):
        if open_socket.laddr.port == port and open_socket.fd >= 0:
            with suppress(OSError), socket.socket(fileno=os.dup(open_socket.fd)) as connection:
                connection.shutdown(socket.SHUT_RDWR)


def _flush_commits_to_disk() -> None:
    """A commit is on the disk before it is answered; set once the server runs, whose production mode chooses less."""
    import jpype  # noqa: PLC0415 - only the child runs Java

    jpype.JClass("com.arcadedb.GlobalConfiguration").TX_WAL_FLUSH.setValue(2)


def _exit_java() -> None:
    """End as Java does, which writes what it recorded; nothing follows."""
    import jpype  # noqa: PLC0415 - only the child runs Java

    jpype.JClass("java.lang.System").exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
