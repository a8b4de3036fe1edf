"""In a chat of its own: python examples/embed.py URL."""

import asyncio
import sys

from application.ports import chat, workspace
from domain import limits, outcome, progress
from domain.delivery import Batch, End, Receipt
from entrypoints.library import open_boss_bot


class MyChat(chat.ChatSink):
    limits = limits.UploadLimits(bytes_per_file=8_000_000, bytes_per_message=8_000_000)

    def progress(self, progress: progress.Progress) -> None: ...
    async def close(self, end: End) -> None: ...
    async def deliver(self, batch: Batch, *, room: workspace.Room) -> outcome.Success[Receipt]:
        print([(room.folder / fitted.file.filepath).stat().st_size for fitted in batch.files])
        return outcome.Success(Receipt(number=batch.number, keys=batch.keys))


async def main() -> None:
    async with open_boss_bot() as boss_bot:
        print(await boss_bot.share(sys.argv[1], to=MyChat()))


if len(sys.argv) != 2:
    sys.exit(__doc__)
asyncio.run(main())
