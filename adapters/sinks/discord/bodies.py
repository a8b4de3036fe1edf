"""What each message of an answer says and offers, as the JSON that Discord takes."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from adapters.sinks.discord import buttons
from adapters.sinks.discord.caption import caption, fitted_into_content
from adapters.sinks.discord.defang import defanged
from adapters.sinks.discord.labels import Labels, labels
from adapters.sinks.discord.steps import Say, Steps
from adapters.sinks.discord.summary import summary
from domain.delivery import End
from domain.jobs import JobId, ReplyAddress
from domain.metadata import AnyMetadata
from domain.progress import Waiting

Body: TypeAlias = dict[str, Any]

EPHEMERAL = 1 << 6


@dataclass(frozen=True, slots=True)
class Bodies:
    """Makes the bodies of one job's messages, in the language of who asked."""

    address: ReplyAddress
    job_id: JobId
    say: Say

    @property
    def labels(self) -> Labels:
        """The words that are no sentences."""
        return labels(self.address.locale)

    def waiting(self, place: int, *, expiring: bool) -> Body:
        """The card of a job in the line; `expiring`: it can soon be changed by a click only."""
        told = defanged(self.say(Waiting(place=place), self.address.locale))
        return self._open(told, None, expiring=expiring)

    def running(self, steps: Steps, metadata: AnyMetadata | None, *, expiring: bool) -> Body:
        """The card while the job runs; `expiring` as above."""
        told = steps.text(self.say, self.address.locale)
        return self._open(told, metadata, expiring=expiring)

    def ended(
        self, end: End, metadata: AnyMetadata | None, *, posted: bool, head: str | None = None
    ) -> Body:
        """The card at the end; `posted`: the files are in this chat; `head`: its caption so far."""
        locale = self.address.locale
        told = summary(end, say=self.say, locale=locale, labels=self.labels, posted=posted)
        row = buttons.at_the_end(
            end,
            job=self.job_id,
            user=self.address.asker,
            request=self.address.about,
            labels=self.labels,
        )
        return self._body(metadata, told, row, head=head)

    def placeholder(self) -> Body:
        """What holds the place of a further message until its files are there."""
        body: Body = {"content": f"-# {self.labels.more_follows}"}
        if self.address.private:
            body["flags"] = EPHEMERAL
        if self.address.replies_to is not None:
            message = self.address.replies_to
            body["message_reference"] = {"message_id": message, "fail_if_not_exists": False}
        return body

    def with_files(self, metadata: AnyMetadata | None, *, first: bool) -> Body:
        """A message that is all files; the first of a quiet answer has the caption."""
        row = buttons.under_further_files(self.address.asker, self.labels)
        if first:
            return self._body(metadata, "", row)
        return {"content": "", "components": row}

    def _open(self, told: str, metadata: AnyMetadata | None, *, expiring: bool) -> Body:
        about, asker = self.address.about, self.address.asker
        if not expiring:
            row = buttons.while_running(self.job_id, about, self.labels)
            return self._body(metadata, told, row)
        row = buttons.near_the_end_of_the_token(self.job_id, asker, about, self.labels)
        return self._body(metadata, f"{told}\n{self.labels.still_working}".strip(), row)

    def _body(
        self,
        metadata: AnyMetadata | None,
        told: str,
        row: list[buttons.Component],
        *,
        head: str | None = None,
    ) -> Body:
        about = self.address.about
        head = head or caption(about.link if about else None, metadata, self.labels)
        return {"content": fitted_into_content(head, told) or "…", "components": row}
