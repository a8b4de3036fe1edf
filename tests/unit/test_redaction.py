import pytest

from domain.redaction import redacted


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("GET https://me:hush@x.com/a", "GET https://***@x.com/a"),
        ("https://x.com/a?auth=hush&b=1 failed", "https://x.com/a?*** failed"),
        ("https://x.com/a#hush", "https://x.com/a?***"),
        ("'https://x.com/a?hush': 404", "'https://x.com/a?***': 404"),
        ("Cookie: sid=hush; b=hush", "Cookie: ***"),
        ("set-cookie = hush", "set-cookie = ***"),
        ("{'Authorization': 'Bearer hush'}", "{'Authorization': ***"),
        ('"auth_token": "hush", "a": 1', '"auth_token": "***", "a": 1'),
        ("password=hush&user=me", "password=***&user=me"),
        ("GET /a/b?sig=hush HTTP/1.1", "GET /a/b?*** HTTP/1.1"),
        ("sent bearer hush, twice", "sent bearer ***, twice"),
        ("ct0=hush; signature=hush", "ct0=***; signature=***"),
        ("sessionid: hush", "sessionid: ***"),
        ("\x1b[31mred\x07", "?[31mred?"),
        ("line\nline", "line\nline"),
        ("HTTP Error 403: Forbidden", "HTTP Error 403: Forbidden"),
        ("the tokens were 12", "the tokens were 12"),
    ],
)
def test_secrets_do_not_reach_the_log(words, kept):
    assert redacted(words) == kept
