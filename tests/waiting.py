"""What waits for somebody, as the home page looks for it."""

from accounts.models import User
from communities.working_days import horizon
from lib.waiting import Waiting, task_lists


def waits(key: str, user: User) -> Waiting | None:
    """What the task list `key` finds for `user` today."""
    return task_lists[key].find(user, horizon())
