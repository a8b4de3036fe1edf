"""The commands as Discord registers them, with their names and descriptions by language."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeAlias

from interactions import (
    CommandType,
    ContextMenu,
    ContextType,
    IntegrationType,
    InteractionCommand,
    LocalisedDesc,
    LocalisedName,
    OptionType,
    SlashCommand,
    SlashCommandChoice,
    SlashCommandOption,
)
from interactions.models.internal.localisation import LocalisedField

from domain.request import Quality
from entrypoints.discord_bot.contexts import RawContext
from entrypoints.discord_bot.face import Face

Callback: TypeAlias = Callable[..., Coroutine[Any, Any, None]]
Options: TypeAlias = Sequence[SlashCommandOption]

EVERYWHERE: dict[str, Any] = {
    "contexts": [ContextType.GUILD, ContextType.BOT_DM, ContextType.PRIVATE_CHANNEL],
    "integration_types": [IntegrationType.GUILD_INSTALL, IntegrationType.USER_INSTALL],
}
MOST_SECONDS = 600
MESSAGE_COMMAND = LocalisedField(english_us="Download media", german="Medien herunterladen")


def commands_of(face: Face) -> Sequence[InteractionCommand]:
    """All commands of one bot; made anew for each client, since the library marks them."""

    async def download(ctx: RawContext) -> None:
        await face.hear(ctx.raw, lambda asked: face.downloads.download(asked, ctx.kwargs))

    async def keep(ctx: RawContext) -> None:
        await face.hear(ctx.raw, lambda asked: face.downloads.keep(asked, ctx.kwargs))

    async def info(ctx: RawContext) -> None:
        await face.hear(ctx.raw, lambda asked: face.info.tell(asked, ctx.kwargs))

    async def jobs(ctx: RawContext) -> None:
        await face.hear(ctx.raw, face.jobs.show)

    async def help_here(ctx: RawContext) -> None:
        await face.hear(ctx.raw, face.help)

    async def stats(ctx: RawContext) -> None:
        await face.hear(ctx.raw, face.admin.stats)

    async def drain(ctx: RawContext) -> None:
        seconds = int(ctx.kwargs.get("seconds", MOST_SECONDS))
        await face.hear(ctx.raw, lambda asked: face.admin.drain(asked, seconds=seconds))

    async def cancel(ctx: RawContext) -> None:
        job = str(ctx.kwargs["job"])
        await face.hear(ctx.raw, lambda asked: face.admin.cancel(asked, job=job))

    async def links_of(ctx: RawContext) -> None:
        await face.hear(ctx.raw, lambda asked: face.links_of(asked, ctx.raw))

    return [
        _slash(
            ("download", "herunterladen"),
            ("Post what stands behind a link", "Poste, was hinter einem Link steht"),
            download,
            [_url(), *_wishes()],
        ),
        _slash(
            ("download-only", "nur-herunterladen"),
            ("Keep it on my side, post nothing", "Bei mir aufheben, nichts posten"),
            keep,
            [_url()],
        ),
        _slash(
            ("info", "info"),
            (
                "What stands behind a link, and what fits here",
                "Was hinter einem Link steht, und was hier passt",
            ),
            info,
            [_url(ONE)],
        ),
        _slash(("jobs", "jobs"), ("What you asked for", "Worum du gebeten hast"), jobs, []),
        _slash(("help", "hilfe"), ("What I can do here", "Was ich hier kann"), help_here, []),
        _admin(("stats", "zahlen"), ("How it goes", "Wie es läuft"), stats, []),
        _admin(
            ("drain", "auslaufen"),
            (
                "Take nothing new, and end what runs after some time",
                "Nichts Neues annehmen, und beenden, was nach einiger Zeit noch läuft",
            ),
            drain,
            [_option(("seconds", "sekunden"), ("Until then", "Bis dahin"), OptionType.INTEGER)],
        ),
        _admin(
            ("cancel", "abbrechen"),
            ("End any job", "Irgendeinen Auftrag beenden"),
            cancel,
            [
                _option(
                    ("job", "auftrag"),
                    ("Its id", "Seine Kennung"),
                    OptionType.STRING,
                    required=True,
                )
            ],
        ),
        ContextMenu(
            name=MESSAGE_COMMAND,  # pyright: ignore[reportArgumentType] - the library converts it
            type=CommandType.MESSAGE,
            callback=links_of,
            **EVERYWHERE,
        ),
    ]


SEVERAL = ("One link, or several", "Ein Link, oder mehrere")
ONE = ("One link", "Ein Link")


def _url(words: tuple[str, str] = SEVERAL) -> SlashCommandOption:
    return _option(("url", "link"), words, OptionType.STRING, required=True)


def _wishes() -> list[SlashCommandOption]:
    text, flag = OptionType.STRING, OptionType.BOOLEAN
    return [
        SlashCommandOption(
            name=_name("quality", "qualität"),
            description=_words("Greatest height", "Größte Höhe"),
            type=text,
            required=False,
            choices=[SlashCommandChoice(name=it.value, value=it.value) for it in Quality],
        ),
        _option(("audio_only", "nur_ton"), ("The sound alone", "Nur der Ton"), flag),
        _option(("gif", "gif"), ("GIFs stay GIFs", "GIFs bleiben GIFs"), flag),
        _option(
            ("items", "auswahl"),
            ("Which of them: 1,3-5 or 2-", "Welche davon: 1,3-5 oder 2-"),
            text,
        ),
        _option(("start", "anfang"), ("From there: 83 or 1:23", "Ab da: 83 oder 1:23"), text),
        _option(("end", "ende"), ("Up to there: 90 or 1:30", "Bis da: 90 oder 1:30"), text),
        _option(
            ("spoiler", "spoiler"),
            ("Hide it behind a click", "Hinter einem Klick verstecken"),
            flag,
        ),
        _option(("upload", "posten"), ("Post it here (yes)", "Hier posten (ja)"), flag),
        _option(("private", "privat"), ("Show it to me only (no)", "Nur mir zeigen (nein)"), flag),
    ]


def _slash(
    names: tuple[str, str],
    descriptions: tuple[str, str],
    callback: Callback,
    options: Options,
) -> SlashCommand:
    return SlashCommand(
        name=_name(*names),
        description=_words(*descriptions),
        options=[*options],
        callback=callback,
        **EVERYWHERE,
    )


def _admin(
    names: tuple[str, str],
    descriptions: tuple[str, str],
    callback: Callback,
    options: Options,
) -> SlashCommand:
    return SlashCommand(
        name=_name("admin", "verwaltung"),
        description=_words("For owners", "Für Betreiber"),
        sub_cmd_name=_name(*names),
        sub_cmd_description=_words(*descriptions),
        options=[*options],
        callback=callback,
        **EVERYWHERE,
    )


def _option(
    names: tuple[str, str],
    descriptions: tuple[str, str],
    kind: OptionType,
    *,
    required: bool = False,
) -> SlashCommandOption:
    return SlashCommandOption(
        name=_name(*names), description=_words(*descriptions), type=kind, required=required
    )


def _name(english: str, german: str) -> LocalisedName:
    return LocalisedName(english_us=english, german=german)


def _words(english: str, german: str) -> LocalisedDesc:
    return LocalisedDesc(english_us=english, german=german)
