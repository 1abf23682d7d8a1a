"""The audit log: everything asked and changed is in it, nothing personal is, and no line can be changed, removed or moved."""

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from app.audit.audit_log import AuditLog, Head, lines, verify
from app.main import create_app
from app.problems import AuditUnavailable
from app.sample import SAMPLE
from tests.commands import Commands
from tests.conftest import EMBEDDED_ONLY, Place, client_of
from tests.keys_at_hand import SECRET, KeyedService

API = "/api/v1"


class Audited(KeyedService):
    """A service with an audit log of its own."""

    @property
    def log(self) -> AuditLog:
        log: AuditLog = self.app.state.audit
        return log

    def noted(self, event: str = "request") -> list[dict[str, object]]:
        return [facts for line in lines(self.log.folder) if (facts := line.facts())["event"] == event]


async def with_audit(place: Place, folder: Path, work: Callable[[Audited], object]) -> None:
    own = {"demo": False, "key_secret": SECRET, "audit": str(folder)}
    app = create_app(place.settings().model_copy(update=own))
    async with app.router.lifespan_context(app), client_of(app) as client:
        await work(Audited(app, client))  # type: ignore[misc]


async def test_every_request_and_every_change_is_noted_and_nothing_personal_is(
    place: Place, account_id: str, tmp_path: Path
) -> None:
    async def work(service: Audited) -> None:
        client, admin = service.client, await service.key("admin")
        document = json.loads(SAMPLE)
        document["account"]["id"] = account_id
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=document, headers=admin)).status_code == 200
        reader = await service.key("reader", account_id)
        assert (await client.get(f"{path}/people/P06", headers=reader)).status_code == 200
        assert (await client.get(f"{path}/export.json?redact=review", headers=reader)).status_code == 200
        assert (await client.delete(f"{path}/people/P06", headers=reader)).status_code == 403
        assert (await client.get(f"{API}/accounts/other/document", headers=reader)).status_code == 404
        assert (await client.get(path, headers={"Authorization": "Bearer pm_abcdefghijkl_x"})).status_code == 401
        gone = await client.delete(f"{path}?cascade=true", headers=admin)
        assert gone.status_code == 204

        told = [(one["method"], one["route"], one["status"]) for one in service.noted()]
        assert told == [
            ("PUT", "/accounts/{account_id}/document", 200),
            ("GET", "/accounts/{account_id}/people/{id}", 200),
            ("GET", "/accounts/{account_id}/export.{file_format}", 200),
            ("DELETE", "/accounts/{account_id}/people/{id}", 403),
            ("GET", "/accounts/{account_id}/document", 404),
            ("GET", "/accounts/{account_id}", 401),
            ("DELETE", "/accounts/{account_id}", 204),
        ], told
        put, read, export, refused, foreign, unknown, deleted = service.noted()
        assert put["actor"] == deleted["actor"] != read["actor"]
        assert (export["ids"], export["redact"]) == ({"file_format": "json"}, "review")
        assert (read["ids"], refused["account_asked"]) == (
            {"id": service.log.masked("P06")},
            service.log.masked(account_id),
        )
        assert (foreign.get("account"), unknown["actor"]) == (None, "-")
        assert all(one["address"] == "127.0.0.1" for one in service.noted())
        made, dropped = service.noted("change")
        assert (made["account"], made["revision"], made["actor"]) == (account_id, 1, put["actor"])
        assert (made["number"], dropped["number"], len(cast("list[str]", made["records"]))) == (365, 365, 200)
        assert (dropped["deleted"], dropped["account"]) == (True, account_id)
        text = b"".join(line.raw for line in lines(service.log.folder)).decode()
        names = {str(person["name"]) for person in document["people"]} | {str(one["id"]) for one in document["people"]}
        assert [name for name in names if f'"{name}' in text or f"/{name}" in text] == []
        assert verify(service.log.folder)[1] == []

    await with_audit(place, tmp_path / "audit", work)


@EMBEDDED_ONLY
async def test_what_cannot_be_noted_is_not_answered_and_not_done(place: Place, account_id: str, tmp_path: Path) -> None:
    """A folder that is a file now, as a full disk or a lost mount would be."""

    async def work(service: Audited) -> None:
        client, admin = service.client, await service.key("admin")
        body = {"format": "powermap-account/1", "account": {"id": account_id, "name": "x"}}
        path = f"{API}/accounts/{account_id}"
        assert (await client.put(f"{path}/document", json=body, headers=admin)).status_code == 200
        service.log.folder.rename(tmp_path / "aside")
        (tmp_path / "audit").write_text("in the way")
        read = await client.get(f"{path}/document", headers=admin)
        assert (read.status_code, read.json()["code"]) == (503, "audit-unavailable")
        assert '"x"' not in read.text
        written = await client.post(f"{path}/people", json={"id": "p", "name": "p"}, headers=admin)
        assert (written.status_code, written.json()["code"]) == (503, "audit-unavailable")
        assert (await client.get("/health/ready")).status_code == 503
        (tmp_path / "audit").unlink()
        (tmp_path / "aside").rename(service.log.folder)
        assert (await client.get(f"{path}/people", headers=admin)).json()["items"] == []
        assert (await client.get("/health/ready")).status_code == 200
        assert verify(service.log.folder)[1] == []

    await with_audit(place, tmp_path / "audit", work)


def filled(folder: Path, number: int) -> AuditLog:
    log = AuditLog(folder, b"secret")
    for one in range(number):
        log.append("request", actor="a", status=one)
    return log


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda rows: [*rows[:3], rows[3].replace(b'"status":3', b'"status":4'), *rows[4:]], "changed"),
        (lambda rows: [*rows[:3], *rows[4:]], "out-of-order"),
        (lambda rows: [*rows[:3], rows[4], rows[3], *rows[5:]], "out-of-order"),
        (lambda rows: [*rows[:3], rows[3], rows[3], *rows[4:]], "out-of-order"),
        (lambda rows: rows[1:], "out-of-order"),
        (lambda rows: rows[:-1], "cut-off"),
        (lambda rows: rows[:0], "cut-off"),
        (lambda rows: [*rows, b"{}\n"], "unreadable"),
        (lambda rows: [*rows[:3], rows[3][:-9] + b"\n", *rows[4:]], "unreadable"),
    ],
)
def test_any_change_is_found(tmp_path: Path, spoil: Callable[[list[bytes]], list[bytes]], code: str) -> None:
    log = filled(tmp_path, 9)
    (file,) = tmp_path.glob("audit-*")
    head, broken = verify(log.folder)
    assert (head.number, broken) == (9, [])
    file.write_bytes(b"".join(spoil(file.read_bytes().splitlines(keepends=True))))
    assert verify(log.folder)[1][0].code == code


def test_a_chain_made_anew_does_not_hold_the_head_that_was_kept_elsewhere(tmp_path: Path) -> None:
    head, _ = verify(filled(tmp_path / "one", 9).folder)
    forged = filled(tmp_path / "other", 12).folder
    assert verify(forged)[1] == []
    assert [one.code for one in verify(forged, head)[1]] == ["cut-off"]
    assert verify(tmp_path / "one", Head(4, "0" * 64))[1] != []


def test_a_line_that_was_torn_stays_and_is_told_and_the_chain_goes_on(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    (file,) = tmp_path.glob("audit-*")
    with file.open("ab") as opened:
        opened.write(b'{"n":4,"at"')
    AuditLog(tmp_path, b"secret").append("request")
    head, broken = verify(tmp_path)
    assert (head.number, [one.code for one in broken]) == (4, ["unreadable"])


def _note(folder: str) -> None:
    log = AuditLog(Path(folder), b"secret")
    for _ in range(100):
        log.append("request")


def test_processes_write_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_note, args=(str(tmp_path),)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    head, broken = verify(tmp_path)
    assert (head.number, broken) == (300, [])


def test_files_are_this_users_own_and_of_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.audit.audit_log.FILE_BYTES", 1_000)
    log = filled(tmp_path / "audit", 30)
    files = sorted(log.folder.glob("audit-*"))
    assert len(files) > 3
    assert verify(log.folder)[1] == []
    assert {path.stat().st_mode & 0o077 for path in [log.folder, *log.folder.iterdir()]} == {0}


def test_a_disk_that_is_full_takes_no_half_line(tmp_path: Path) -> None:
    log = filled(tmp_path, 1)
    with pytest.raises(AuditUnavailable):
        AuditLog(tmp_path / "audit-000000000001.jsonl", b"").append("request")
    assert log.append("request").number == 2


@EMBEDDED_ONLY
def test_commands_are_noted_and_the_log_is_looked_into_by_command(place: Place, tmp_path: Path) -> None:
    source = tmp_path / "acme.json"
    source.write_text(
        json.dumps(
            {
                "format": "powermap-account/1",
                "account": {"id": "audited", "name": "x"},
                "people": [{"id": "p", "name": "p"}],
            }
        )
    )
    commands = Commands(place.url, {"POWERMAP_AUDIT": str(tmp_path / "audit"), "POWERMAP_KEY_SECRET": "s"})
    run = commands.try_

    assert run("import", str(source), "--yes").exit_code == 0
    assert run("dump", "audited", "-o", str(tmp_path / "out.json")).exit_code == 0
    told = run("audit", "list", "--account", "audited").stdout.splitlines()
    assert [line.split()[1:3] for line in told] == [["change", "actor=local"], ["command", "actor=local"]]
    assert "command=dump" in told[1]
    assert len(run("audit", "list", "--about", "people/p").stdout.splitlines()) == 1
    assert run("audit", "list", "--about", "people/q").stdout == ""
    ok = run("audit", "verify")
    assert ok.exit_code == 0
    head = ok.stdout.split()[-1]
    assert run("audit", "verify", "--head", head).exit_code == 0
    assert run("audit", "verify", "--head", "2:" + "0" * 64).exit_code == 1
    assert run("audit", "export", "-o", str(tmp_path / "log.jsonl")).exit_code == 0
    (file,) = (tmp_path / "audit").glob("audit-*")
    assert (tmp_path / "log.jsonl").read_bytes() == file.read_bytes()
    file.write_bytes(file.read_bytes().replace(b'"dump"', b'"team"'))
    spoilt = run("audit", "verify")
    assert (spoilt.exit_code, "changed" in spoilt.stdout) == (1, True)
    (tmp_path / "file").touch()
    elsewhere = Commands(place.url, {"POWERMAP_AUDIT": str(tmp_path / "file"), "POWERMAP_KEY_SECRET": "s"})
    for words in (("accounts",), ("audit", "verify"), ("audit", "list"), ("audit", "export", "-o", "-")):
        refused = elsewhere.try_(*words)
        assert (refused.exit_code, str(tmp_path / "file") in refused.stderr) == (1, True), words
        assert "Traceback" not in refused.output
