"""Files of the embedded store that were cut: found, told with what to do, and nothing is written over what is left."""

import os
import shutil
from pathlib import Path

import pytest

from app.main import create_app
from graph.accounts import edit_document
from graph.errors import StoreDamaged
from graph.verify import verify
from tests import documents
from tests.commands import Commands
from tests.conftest import Place, client_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole store that nobody uses."""
    folder = tmp_path_factory.mktemp("whole") / "store"
    store = Place(f"embedded:{folder}").open()
    await edit_document(store, "tiny", documents.becoming(documents.read("tiny")), documents.AUTHOR)
    assert await verify(store) == ([], 1)
    await store.close()
    return folder


@pytest.mark.parametrize("file", ["Account_0", "Person_0", "dictionary"])
async def test_a_store_that_lost_a_file_is_not_ready_and_takes_no_writes(
    whole: Path, tmp_path: Path, file: str
) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    cut = [*(folder / "engine" / "databases" / "powermap").glob(f"{file}*")]
    assert cut
    for path in cut:
        os.truncate(path, 0)
    place = Place(f"embedded:{folder}")
    app = create_app(place.settings())
    async with app.router.lifespan_context(app), client_of(app) as client:
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["code"]) == (503, "store-inconsistent")
        body = documents.bytes_of(documents.small("more"))
        refused = await client.put("/api/v1/accounts/more/document", content=body)
        assert (refused.status_code, refused.json()["code"]) == (503, "store-inconsistent")
        assert "damaged" in refused.json()["detail"]
        with pytest.raises(StoreDamaged):
            await edit_document(
                app.state.accounts.store, "more", documents.becoming(documents.small("more")), documents.AUTHOR
            )
        said = await Commands(place.url).beside("check", code=1)
        assert "damaged" in said
        assert "invariants are broken" in said
        assert (await client.get("/health/live")).status_code == 200
