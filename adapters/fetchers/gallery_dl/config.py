"""What an operator may tell gallery-dl: nothing that runs, writes or connects elsewhere."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, TypeAlias, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from adapters.fetchers.gallery_dl.config_refused import why_refused
from domain.link import Site

Json: TypeAlias = dict[str, Any]
T = TypeVar("T", bound="Options")

OURS: Final = ("cookies", "filename", "directory")
"""What gallery-dl is not told in its configuration: see `CookieJar` and `inside_names`."""
CATEGORY: Final = re.compile(r"[a-z0-9][a-z0-9_.:>-]*", re.IGNORECASE)
"""A site, a part of one, or an instance, as gallery-dl names them."""
LISTED: Final = '["firefox", PROFILE or null, null, CONTAINER or null]; its name alone is enough'
"""How a browser's cookies are told."""
ADDRESS: Final = re.compile(r"https?://[^\s/?#@\\]+(/[^\s?#]*)?")


def _is_plain(template: str) -> str:
    """Templates that begin with a form feed are Python to gallery-dl."""
    if template.startswith("\f"):
        raise ValueError("a template that runs Python is refused")
    return template


def _is_browser_if_listed(cookies: object) -> object:
    """As gallery-dl has it, but without a keyring, which a child does not reach."""
    if isinstance(cookies, list):
        match [*cookies, *[None] * (4 - len(cookies))]:
            case [str(name), None | str(), None, None | str()] if name:
                pass
            case _:
                raise ValueError(f"a list should be {LISTED}")
    return cookies


def _is_address(root: str) -> str:
    if not ADDRESS.fullmatch(root):
        raise ValueError("it should be an http(s) address")
    return root


Template: TypeAlias = Annotated[str, Field(max_length=500), AfterValidator(_is_plain)]
"""Such as `{author[name]}_{tweet_id}_{num}`."""
Word: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ,_+-]{1,200}$")]
Choice: TypeAlias = bool | Word | tuple[Word, ...]
Root: TypeAlias = Annotated[str, AfterValidator(_is_address)]
Seconds: TypeAlias = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)]
Pause: TypeAlias = Seconds | tuple[Seconds, Seconds]
"""Seconds, or the least and the most of them."""
OwnCookies: TypeAlias = Annotated[
    dict[str, SecretStr] | tuple[str | None, ...] | Path, BeforeValidator(_is_browser_if_listed)
]
"""By name, from a browser, or a file of them (Netscape format)."""


def _revealed(value: object) -> object:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case Mapping():
            return {name: _revealed(each) for name, each in value.items() if name not in OURS}
        case str():
            return value
        case Sequence():
            return [_revealed(each) for each in value]
        case _:
            return value


def _named_well(options: T) -> T:
    for name in options.model_extra or ():
        if why := why_refused(name):
            raise ValueError(f"{name}: {why}")
        if not CATEGORY.fullmatch(name):
            raise ValueError(f"{name}: that is no site")
    return options


class Options(BaseModel):
    """A closed set of options by gallery-dl's own names; secrets show in no log and no repr."""

    model_config = ConfigDict(
        alias_generator=lambda name: name.replace("_", "-"),
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    def told(self) -> Json:
        """What was said, as gallery-dl reads it, with secrets revealed, but without `OURS`."""
        return cast("Json", _revealed(self.model_dump(by_alias=True, exclude_unset=True)))


class SiteOptions(Options):
    """What every site has."""

    username: str | None = None
    password: SecretStr | None = None
    user_agent: str | None = None
    sleep: Pause | None = None
    sleep_request: Pause | None = None
    sleep_extractor: Pause | None = None
    filename: Template | None = None
    """Shapes the name that people see; on disk the file has one of ours."""
    directory: tuple[Template, ...] | None = None
    """Comes before that name."""


class TwitterConfig(SiteOptions):
    """X/Twitter: a post with all that belongs to it."""

    cookies: OwnCookies | None = None
    quoted: bool = True
    replies: bool | Word = True
    retweets: bool | Word = True
    videos: bool = True
    conversations: bool | Word | None = None
    """None: the author's own thread, where cookies allow to see it."""
    cards: Choice | None = None
    size: Choice | None = None
    twitpic: bool | None = None
    unavailable: bool | None = None


class RedditConfig(SiteOptions):
    """Reddit, with cookies or an account's own application."""

    cookies: OwnCookies | None = None
    client_id: SecretStr | None = None
    refresh_token: SecretStr | None = None
    embeds: Choice | None = None
    previews: bool | None = None
    selftext: bool | None = None
    videos: bool = True

    @property
    def has_token(self) -> bool:
        """Whether gallery-dl logs in by it: it needs a client, too, and has no cache of tokens."""
        client, token = _revealed(self.client_id), _revealed(self.refresh_token)
        return bool(client) and token not in (None, "", "cache")


class InstagramConfig(SiteOptions):
    """Instagram, which shows little without cookies."""

    cookies: OwnCookies | None = None
    include: Choice | None = None
    previews: bool | None = None
    static_videos: bool | None = None
    audio: bool | None = None
    max_posts: int | None = None
    videos: bool = True


class PlaceOptions(SiteOptions):
    """A part of a site, or an instance of a software that many sites run."""

    root: Root | None = None
    """Of an instance: gallery-dl then knows its links."""
    access_token: SecretStr | None = None
    access_token_secret: SecretStr | None = None
    api_key: SecretStr | None = None
    api_secret: SecretStr | None = None
    client_id: SecretStr | None = None
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    user_id: SecretStr | None = None
    audio: Choice | None = None
    embeds: Choice | None = None
    external: Choice | None = None
    images: Choice | None = None
    include: Choice | None = None
    inline: Choice | None = None
    limit: int | None = None
    mp4: Choice | None = None
    original: Choice | None = None
    photos: Choice | None = None
    posts: Choice | None = None
    previews: Choice | None = None
    quoted: Choice | None = None
    reblogs: Choice | None = None
    replies: Choice | None = None
    size: Choice | None = None
    videos: Choice | None = None


class CategoryConfig(PlaceOptions):
    """Any other site; a name that is no option is a part or an instance of it."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, PlaceOptions] = Field(init=False)  # pyright: ignore[reportIncompatibleVariableOverride] # as pydantic documents it

    @model_validator(mode="after")
    def _has_parts_only(self) -> "CategoryConfig":
        return _named_well(self)


class ExtractorConfig(SiteOptions):
    """Sites, and what holds for all of them."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, CategoryConfig] = Field(init=False)  # pyright: ignore[reportIncompatibleVariableOverride] # as pydantic documents it

    twitter: TwitterConfig = TwitterConfig()
    reddit: RedditConfig = RedditConfig()
    instagram: InstagramConfig = InstagramConfig()

    @model_validator(mode="after")
    def _has_sites_only(self) -> "ExtractorConfig":
        return _named_well(self)


class DownloaderConfig(Options):
    """How files come; how large they may be is our own setting."""

    rate: int | Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?[kmgKMG]?$")] | None = None
    """Bytes a second."""
    filesize_min: int | None = None


class GalleryDLConfig(Options):
    """All that an operator may say of gallery-dl."""

    extractor: ExtractorConfig = ExtractorConfig()
    downloader: DownloaderConfig = DownloaderConfig()

    def names(self) -> dict[str, list[str]]:
        """The templates of the names that people see, by site or site.part; "" is any other."""
        every = self.extractor
        named: dict[str, SiteOptions] = {"": every, "twitter": every.twitter}
        named |= {"reddit": every.reddit, "instagram": every.instagram}
        for site, options in (every.model_extra or {}).items():
            named[site] = options
            for part, inside in (options.model_extra or {}).items():
                named |= {f"{site}.{part}": inside, part: inside}  # an instance is a site itself
        return {
            name: [*(options.directory or ()), *filter(None, [options.filename])]
            for name, options in named.items()
            if options.filename or options.directory
        }

    def logins(self) -> frozenset[Site]:
        """Sites that know us without cookies: others refuse a name and a password by now."""
        return frozenset({Site.REDDIT}) if self.extractor.reddit.has_token else frozenset()

    def cookies(self) -> dict[Site, dict[str, str] | Path | str]:
        """Those that a site was given: revealed, a file, or a browser as the settings name it."""
        every = self.extractor
        given = {
            Site.TWITTER: every.twitter.cookies,
            Site.REDDIT: every.reddit.cookies,
            Site.INSTAGRAM: every.instagram.cookies,
        }
        return {site: _named(own) for site, own in given.items() if own}


def _named(own: OwnCookies) -> dict[str, str] | Path | str:
    match own:
        case Path():
            return own
        case tuple():
            name, profile, _, container = (*own, None, None, None)[:4]
            told = f"{name}:{profile}" if profile else f"{name}"
            return f"{told}::{container}" if container else told
        case _:
            return {name: value.get_secret_value() for name, value in own.items()}
