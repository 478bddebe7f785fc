from uuid import UUID

from django_tasks import task


@task()
def deliver(letter_id: str, practice_id: str) -> bool:
    """Send one letter soon after the deed; what fails here is taken up by the tick."""
    from . import actions

    try:
        return actions.send(UUID(letter_id), UUID(practice_id))
    except actions.MailDown:
        return False
