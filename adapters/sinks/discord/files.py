"""A batch's files as uploads: names that are safe, words for who cannot see, spoilers hidden."""

from adapters.sinks.discord.caption import alt_text
from adapters.sinks.discord.labels import Labels
from adapters.sinks.discord.uploads import Upload, safe_name
from application.ports.workspace import Room
from domain.delivery import Batch


def uploads_of(batch: Batch, *, room: Room, labels: Labels) -> tuple[Upload, ...]:
    """One upload a file, in order, no name twice."""
    marked = bool(batch.metadata and (batch.metadata.spoiler or batch.metadata.nsfw))
    taken: list[str] = []
    uploads: list[Upload] = []
    for number, fitted in enumerate(batch.files, 1):
        file, place = fitted.file, labels.media.format(number=number, count=len(batch.files))
        spoiler = file.spoiler or marked
        taken.append(safe_name(file.filename, spoiler=spoiler, taken=taken))
        uploads.append(
            Upload(
                source=room.folder / file.filepath,
                name=taken[-1],
                content_type=file.mimetype,
                description=alt_text(file.description, batch.metadata, place),
                spoiler=spoiler,
                below=room.folder,
            )
        )
    return tuple(uploads)
