"""Of a style sheet is kept what a page can use, and nothing else is changed."""

from course.publish import sheets

SHEET = (
    "@charset 'utf-8';:root{--a:1}body{margin:0}.used{a:b}.gone{a:b}.used .gone,.used>p{c:d}"
    "@media print{.gone{x:y}}@media(max-width:9em){.gone{x:y}.used{x:y}}"
    "@font-face{src:url(x)}a:not(.gone){e:f}:is(.gone,.used) b{g:h}.set-by-script{i:j}"
)


def test_a_rule_stays_if_a_page_or_a_script_can_have_its_classes():
    classes = sheets.used(['<p class="used other">', "<p>"], ["x.classList.add('set-by-script')"])
    assert {"used", "other", "set-by-script"} <= classes
    assert sheets.purged(SHEET, classes) == (
        "@charset 'utf-8';:root{--a:1}body{margin:0}.used{a:b}.used>p{c:d}"
        "@media(max-width:9em){.used{x:y}}"
        "@font-face{src:url(x)}a:not(.gone){e:f}:is(.gone,.used) b{g:h}.set-by-script{i:j}"
    )


def test_a_sheet_whose_classes_are_all_used_is_left_as_it_is():
    assert sheets.purged(SHEET, {"used", "gone", "set-by-script"}) == SHEET


def test_a_property_stays_if_a_sheet_a_page_or_a_script_uses_it():
    sheet = (
        "body{--a:1;--b:url('data:image/svg+xml;a}b');--c:var(--d);--d:2;color:var(--a);--e:\"x;y\"}"
        "@media print{body{--a:3;--f:4}}"
    )
    kept = "body{--a:1;color:var(--a);}@media print{body{--a:3;}}"
    assert sheets.without_idle_properties(sheet, set()) == kept
    assert "--c:var(--d);--d:2;" in sheets.without_idle_properties(sheet, {"--c"})
    assert sheets.without_idle_properties(sheet, {"--b", "--c", "--e", "--f"}) == sheet
    assert sheets.properties("a{b:var(--x, 1)}") == {"--x"}
