"""The zoo on the command line: names instead of files, and what is said of them."""

import json

import pytest
from commandline import convcalc

from convcalc.glossary.zoo import zoo_entries
from convcalc.network import load
from convcalc.network.zoo import zoo

WORDS = {entry.name: entry for entry in zoo_entries()}


def test_a_name_stands_for_a_file_and_a_preset():
    """ResNet-101: torchvision 0.29.1, counted by torch 2.14.1."""
    ran = convcalc("net", "resnet101", "-f", "json")
    (network,) = json.loads(ran.out)["networks"]
    assert (network["name"], network["totals"]["macs"]) == ("resnet101", 7801405440)


def test_a_file_of_the_same_name_is_meant_first(tmp_path, monkeypatch):
    (tmp_path / "unet").write_text("convcalc: 1\ninput: 1x8x8\nlayers: [{conv: {out: 1, k: 3}}]\n")
    monkeypatch.chdir(tmp_path)
    assert load("unet").cost().params == 10  # 3·3 + 1


def test_a_folder_of_the_same_name_is_not_meant(tmp_path, monkeypatch):
    (tmp_path / "lenet5").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load("lenet5").name == "lenet5"


def test_settings_change_a_network_of_the_zoo():
    """At 160x160 TensorFlow's README prints 291 M, and the table of references 290,675,200."""
    assert load("mobilenet_v1", set={"resolution": 160}).cost().macs == 290675200


def test_a_word_that_is_neither_file_nor_name_is_told_once():
    ran = convcalc("net", "resnet5o")
    said = '"resnet5o" is no file and no network of the zoo; did you mean "resnet50"?'
    assert (ran.code, ran.err) == (2, f"error[CC115]: {said}\n")


def test_the_list_has_them_all():
    assert [*WORDS] == [*zoo()]
    ran = convcalc("list", "zoo", "-f", "json")
    assert [entry["name"] for entry in json.loads(ran.out)] == [*zoo()]


@pytest.mark.parametrize("name", zoo())
def test_a_source_that_is_skimmed_is_the_one_that_is_read(name):
    entry = zoo()[name]
    assert WORDS[name].source == load(str(entry.file), preset=entry.preset).source


def test_a_summary_is_one_sentence():
    assert WORDS["lenet5"].summary == "LeNet-5 (LeCun et al. 1998) as it is taught."
    assert WORDS["vgg19"].summary == "vgg16 with late: 4."
    assert WORDS["mobilenet_v1_1.0"].summary == "mobilenet_v1 as it stands."
