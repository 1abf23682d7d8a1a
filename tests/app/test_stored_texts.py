"""What is typed on the command line reaches a command as the store has it, whatever way the terminal composes letters."""

from unicodedata import normalize

import pytest

from app.cli.commands import command

APART, STORED = normalize("NFD", "Müller"), normalize("NFC", "Müller")


@pytest.mark.parametrize(
    ("name", "arguments", "stored"),
    [
        (
            "explain",
            [APART, APART, "--opportunity", APART],
            {"account": STORED, "person": STORED, "opportunity": STORED},
        ),
        ("query", ["list_superiors", "--param", f"person={APART}"], {"param": [f"person={STORED}"]}),
        ("map", [APART, "--store", f"embedded:{APART}"], {"account": STORED, "store": f"embedded:{APART}"}),
        ("export", [APART, "-o", APART], {"account": STORED, "out": APART}),
    ],
)
def test_ids_are_composed_and_names_of_files_are_not(
    name: str, arguments: list[str], stored: dict[str, object]
) -> None:
    given = command(name).make_context(name, arguments).params
    assert {key: list(given[key]) if isinstance(given[key], tuple) else given[key] for key in stored} == stored


def test_keys_are_granted_for_accounts_as_stored() -> None:
    create = command("keys").commands["create"]
    assert list(
        create.make_context("create", ["--role", "reader", "--name", APART, "--account", APART]).params["account"]
    ) == [STORED]
