"""What is asked of a password beyond being right."""

from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _, ngettext

from accounts import guesses
from accounts.models import User

#: Letters and digits that nobody mistakes for others when they are read out or copied by hand.
READABLE = "abcdefghkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4


def readable_password() -> str:
    """Return a first password in groups of four, 78 bits: abcd-efgh-2345-mnpq."""
    groups = (get_random_string(LETTERS, READABLE) for _group in range(GROUPS))
    return "-".join(groups)


def refuse_while_waiting(counts: list[guesses.Count]) -> None:
    """Count a try of a password. Raises ValidationError with the time that is left to wait."""
    if seconds := guesses.take(counts):
        raise ValidationError(
            _("Too many wrong passwords. Try again in %s.") % _words(seconds), code="wait"
        )


def _words(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    minutes = -(-seconds // 60)
    return ngettext("%d minute", "%d minutes", minutes) % minutes


def check_own_password(user: User, password: str) -> None:
    """Check the password by which somebody who is signed in stands for a signature.

    Raises ValidationError when it is wrong, was handed out by an administrator, or has to wait.
    """
    if user.must_change_password:
        raise ValidationError(
            _("Your password was given to you by somebody else. Change it before you sign.")
        )
    counts = guesses.for_own_password(str(user.pk))
    refuse_while_waiting(counts)
    if not user.check_password(password):
        raise ValidationError(_("This is not your password."))
    guesses.was_right(counts)
