"""The name that the operator's templates make of a file, for people to see."""

from typing import Any, TypeAlias, final

from gallery_dl import formatter

Keywords: TypeAlias = dict[str, Any]


@final
class Names:
    """`templates` are those of `GalleryDLConfig.names`, by site."""

    def __init__(self, templates: dict[str, list[str]]) -> None:
        self._templates = templates

    def of(self, keywords: Keywords) -> str | None:
        """The folders that were asked for, then the name; None where nothing was asked for."""
        site, part = str(keywords.get("category")), str(keywords.get("subcategory"))
        for name in (f"{site}.{part}", site, ""):
            if templates := self._templates.get(name):
                parts = [formatter.parse(each).format_map(keywords) for each in templates]
                return "_".join(filter(None, parts)) or None
        return None
