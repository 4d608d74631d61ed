"""`./run manage send_reminders [--dry-run]`: what the worker does every morning."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from pmqa.reminders.sending import due, is_set_up, message_to, send_due


class Command(BaseCommand):
    help = "Reminds people by e-mail of what is due and unfinished; each reminder goes once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["dry_run"]:
            for person, tasks in due(today).items():
                message = message_to(person, [task for task, _stage in tasks], today)
                with override(person.language):
                    self.stdout.write(f"{person.username} <{person.email}>: {message.subject}")
            return
        if not is_set_up():
            self.stdout.write("No mail server is set (PMQA_EMAIL_URL): nothing is sent.")
            return
        outcome = send_due(today)
        self.stdout.write(f"{outcome.sent} sent, {outcome.failed} not taken by the mail server.")
