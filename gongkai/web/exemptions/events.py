"""What the log calls what happens here."""

TITLES = {"assess": "认定公开属性", "reassess": "评估不公开的信息"}
