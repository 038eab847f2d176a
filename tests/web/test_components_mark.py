"""The mark of the site at the address that browsers ask by themselves."""


def test_the_mark_is_found_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")
