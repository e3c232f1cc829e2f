"""docs/zoo.md and the README show what the files of the zoo come to.

CONVCALC_WRITE_DOCS=1 writes them anew.
"""

import os
import re

import pytest
import zoo_pages
from zoo_pages import ROOT

PAGES = {ROOT / "README.md": zoo_pages.readme, ROOT / "docs" / "zoo.md": zoo_pages.page}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_the_table_is_that_of_the_files(file):
    before, table, after = zoo_pages.parts(file.read_text(encoding="utf-8"))
    found = "\n" + PAGES[file]() + "\n"
    if "CONVCALC_WRITE_DOCS" in os.environ and found != table:
        file.write_text(before + found + after, encoding="utf-8")
    assert found == table


def test_the_page_names_what_each_file_teaches():
    """Every file of specs/ stands in the hand-written part too, libraries among them."""
    before, _, _ = zoo_pages.parts((ROOT / "docs" / "zoo.md").read_text(encoding="utf-8"))
    linked = set(re.findall(r"\]\(\.\./specs/([\w/.]+)\)", before))
    files = {str(file.relative_to(zoo_pages.SPECS)) for file in zoo_pages.SPECS.rglob("*.yaml")}
    assert linked == files
