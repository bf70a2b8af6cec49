"""`manage.py first_administrator`: an account for who sets up a new portal, with its password."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.passwords import readable_password

NAME = "admin"


class Command(BaseCommand):
    """Does nothing where there is an administrator; the password has to be changed."""

    help = __doc__

    @transaction.atomic
    def handle(self, *args: object, **options: Any) -> None:
        """Run."""
        if User.objects.filter(is_superuser=True).exists():
            return
        password = readable_password()
        user = User(
            username=NAME,
            full_name="管理员",
            is_staff=True,
            is_superuser=True,
            must_change_password=True,
        )
        user.set_password(password)
        user.full_clean()
        user.save()
        audit.record(actor=None, code="accounts.user.added", target=user)
        self.stdout.write(
            f"\n  管理员账号 / the administrator's account: {NAME}\n"
            f"  首次登录密码 / password of the first sign-in: {password}\n"
            "  只显示这一次 / shown this once; "
            "忘记时 / when lost: .venv/bin/python -m scripts.manage changepassword admin\n"
        )
