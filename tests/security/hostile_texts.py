"""Texts that tools take for media and follow: to a file of ours, or to a server of theirs."""

LEADS = ("file://{secret}", "{secret}", "http://127.0.0.1:{port}/x", "concat:{secret}|{secret}",
         "subfile,,start,0,end,9,,:{secret}", "crypto:{secret}", "tcp://127.0.0.1:{port}",
         "ftp://127.0.0.1:{port}/x", "rtmp://127.0.0.1:{port}/x", "gopher://127.0.0.1:{port}/x",
         "async:{secret}", "cache:http://127.0.0.1:{port}/x")  # fmt: skip

PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{lead}\n#EXT-X-ENDLIST\n",
    "hls-key": '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{lead}"\n#EXTINF:9,\n{lead}\n',
    "hls-map": '#EXTM3U\n#EXT-X-MAP:URI="{lead}"\n#EXTINF:9,\n{lead}\n#EXT-X-ENDLIST\n',
    "hls-master": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{lead}\n",
    "concat": "ffconcat version 1.0\nfile '{lead}'\nduration 1\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    '<Period><AdaptationSet><Representation id="1" bandwidth="1"><BaseURL>{lead}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image xlink:href="{lead}" width="9" height="9"/></svg>',
    "pls": "[playlist]\nFile1={lead}\nNumberOfEntries=1\n",
    "asx": '<asx version="3.0"><entry><ref href="{lead}"/></entry></asx>',
    "edl": "# mpv EDL v0\n{lead},0,9\n",
}
ALONE = {
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video {port} TCP 96\na=rtpmap:96 H264/90000\n",
    "rtsp-sdp": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\na=control:rtsp://127.0.0.1:{port}/x\r\n"
    "m=video 0 RTP/AVP 96\r\n",
    "svg-entity": '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    "postscript": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n({secret}) (r) file\n",
    "pdf": "%PDF-1.4\n1 0 obj <</F ({secret})>> endobj\n",
    "avisynth": 'DirectShowSource("{secret}")\n',
    "metadata": ";FFMETADATA1\ntitle={secret}\n",
    "xspf": '<playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track>'
    "<location>file://{secret}</location></track></trackList></playlist>",
    "magick": 'push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 "{secret}"\n',
}


def hostile_texts(secret: str, port: int) -> dict[str, bytes]:
    """Each text by a name, filled in with a file that is not to be read and a port to stay off."""
    filled = {
        f"{name}-{number}": text.format(lead=lead.format(secret=secret, port=port))
        for name, text in PLAYLISTS.items()
        for number, lead in enumerate(LEADS)
    }
    filled |= {name: text.format(secret=secret, port=port) for name, text in ALONE.items()}
    return {name: text.encode() for name, text in filled.items()}
