"""``gongkai site search rebuild``: make the index of search anew, while the site serves; what was broken off is gone on with."""

from __future__ import annotations

from gongkai.cli.parser import Arguments
from gongkai.cli.site.entry import setup


def run(options: Arguments) -> int:
    """Rebuild and say how far it is."""
    setup()
    from gongkai.web.search.backend import backend
    from gongkai.web.search.indexing import begin_rebuild

    print("开始重建检索索引，网站不用停。" if begin_rebuild() else "接着上次没有做完的重建。", flush=True)
    done = 0
    for done in backend().rebuild():
        if done % 5000 < 100:
            print(f"已经做了 {done} 件。", flush=True)
    documents, size = backend().size()
    print(f"重建好了：这次做了 {done} 件，索引里共有 {documents} 件，占 {size / 2**20:.1f} MB。")
    return 0
