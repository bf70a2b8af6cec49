"""Setting channels, rules and preferences."""

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.models import User
from communities.models import Role
from communities.services.saving import save_record
from lib.notice_kinds import notice_kinds
from notices.models import Channel, Preference, Rule

Pair = tuple[str, str]


@transaction.atomic
def save_channel(
    *, actor: User, record: Channel, code: str, unchecked: tuple[str, ...] = ()
) -> Channel:
    """Save a channel. A new one begins with the rules that the kinds propose."""
    new = record._state.adding
    save_record(actor=actor, record=record, code=code, unchecked=unchecked)
    if new:
        roles = set(Role.objects.values_list("pk", flat=True))
        Rule.objects.bulk_create(
            Rule(channel=record, role_id=role, kind=kind.key)
            for kind in notice_kinds
            for role in kind.outside
            if role in roles
        )
    return record


@transaction.atomic
def set_rules(*, actor: User, channel: Channel, wanted: Collection[Pair]) -> None:
    """Have people of these roles, each with a kind, told by `channel`, and nobody else."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    before = {(rule.role_id, rule.kind): rule for rule in channel.rules.all()}
    gone, new = set(before) - set(wanted), set(wanted) - set(before)
    if not (gone or new):
        return
    channel.rules.filter(pk__in=[before[one].pk for one in gone]).delete()
    Rule.objects.bulk_create(Rule(channel=channel, role_id=role, kind=kind) for role, kind in new)
    changes = {"rules": [_said(gone), _said(new)]}
    audit.record(actor=actor, code="notices.rules.changed", target=channel, changes=changes)


def _said(pairs: Collection[Pair]) -> str:
    return ", ".join(f"{role}: {kind}" for role, kind in sorted(pairs))


def preference_of(user: User) -> Preference:
    """Return what `user` wants, as stored or as everybody begins."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def save_preference(*, preference: Preference) -> Preference:
    """Keep what somebody wants of the mails: nobody else's matter, so the trail is not told."""
    preference.save()
    return preference
