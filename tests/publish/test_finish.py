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


def test_a_source_id_in_a_table_or_in_prose_is_one_click_from_its_source():
    name = next(i for i, row in finish.register().items() if row["url"].startswith("https://"))
    url = finish.register()[name]["url"].replace("&", "&amp;")
    for before, after in (("<td>", "</td>"), ('<span class="pre">', "</span>")):
        linked = finish._linked_sources(f"<p>{before}{name}{after}</p>")
        assert linked == f'<p>{before}<a href="{url}">{name}</a>{after}</p>'
        for other in (f"{before}no-such-source-id{after}", f"{before}{name} too{after}"):
            assert finish._linked_sources(other) == other
    inside = f'<a href="x"><span class="pre">{name}</span></a>'
    assert finish._linked_sources(inside) == inside
