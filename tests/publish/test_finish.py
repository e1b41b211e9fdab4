"""The last hand on the pages: what no style names and no reader sees is left out of a table."""

from course.publish import finish

ROW = '<article><table><tr class="row-odd"><td class="x">{}</td><th>{}</th></tr></table></article>'


def test_a_cell_of_one_paragraph_is_a_cell_of_words():
    page = finish._finished(ROW.format("<p>one <em>word</em></p>", "<p>two</p>"), "_static")
    assert '<tr><td class="x">one <em>word</em></td><th>two</th></tr>' in page


def test_a_cell_of_several_paragraphs_keeps_them():
    two = "<p>one</p>\n<p>two</p>"
    assert two in finish._finished(ROW.format(two, ""), "_static")


def test_code_keeps_the_colours_that_differ_from_its_own():
    code = (
        '<article><span class="n">share</span><span class="w"> </span><span class="o">=</span> '
        '<span class="s2">"a"</span><span class="p">)</span></article>'
    )
    page = finish._finished(code, "_static")
    assert 'share <span class="o">=</span> <span class="s2">"a"</span>)' in page


def test_a_source_id_in_a_table_is_one_click_from_its_source():
    name = next(i for i, row in finish.register().items() if row["url"].startswith("https://"))
    url = finish.register()[name]["url"].replace("&", "&amp;")
    linked = finish._linked_sources(f"<p><td>{name}</td></p>")
    assert linked == f'<p><td><a href="{url}">{name}</a></td></p>'
    for other in ("no-such-source-id", f"{name} too", f'<a href="x">{name}</a>'):
        assert finish._linked_sources(f"<td>{other}</td>") == f"<td>{other}</td>"
    # The course's own conventions have no address on the web.
    own = next(i for i, row in finish.register().items() if row["url"].startswith("urn:"))
    assert finish._linked_sources(f"<td>{own}</td>") == f"<td>{own}</td>"
