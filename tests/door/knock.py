"""Somebody at the public door: a process of its own that is admitted or not, as often as it is told.

`python -m tests.door.knock prepare` makes the tables; with a number it knocks as often and prints how often it came in.
"""

import datetime
import os
import sys


def main(told: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from pmqa.door.throttle import admitted

    if told == "prepare":
        settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
        call_command("migrate", run_syncdb=True, verbosity=0)
        return
    window = datetime.timedelta(days=365 * 60)  # one that cannot end meanwhile
    print(sum(admitted("race", "192.0.2.7", 25, window) for _knock in range(int(told))))


if __name__ == "__main__":
    main(sys.argv[1])
