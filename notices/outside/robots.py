"""Robots of groups and webhooks: what each takes, and which answer means that it was taken.

WeCom:    developer.work.weixin.qq.com/document/path/91770 (errcode 0; at most 20 a minute)
DingTalk: open.dingtalk.com/document/robots/custom-robot-access (errcode 0; signed by timestamp)
Feishu:   open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (code 0; signed by timestamp)

All three answer a wrong key with HTTP 200: the answer's body decides.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from notices.models import Channel, ChannelKind
from notices.outside.messages import Message
from notices.outside.post import NotSent, post

#: Where each robot lives; another host is called only when the operator names it.
HOSTS = {
    ChannelKind.WECOM: ("qyapi.weixin.qq.com",),
    ChannelKind.DINGTALK: ("oapi.dingtalk.com",),
    ChannelKind.FEISHU: ("open.feishu.cn", "open.larksuite.com"),
}


@dataclass(frozen=True)
class Letter:
    """A message as it is posted."""

    url: str
    body: dict[str, Any]
    headers: dict[str, str]


def hand_over(channel: Channel, message: Message) -> str:
    """Post `message` to a robot or webhook and return its answer. Raises NotSent."""
    letter = WRITERS[ChannelKind(channel.kind)](channel, message)
    body = json.dumps(letter.body, ensure_ascii=False).encode()
    headers = letter.headers | _signature(channel, body)
    answer = post(letter.url, body, headers)
    words = f"HTTP {answer.status} {answer.text}".strip()[:300]
    if not 200 <= answer.status < 300 or not _taken(channel, answer.text):
        raise NotSent(_("Refused: %s") % words)
    return words


def _wecom(channel: Channel, message: Message) -> Letter:
    body = {"msgtype": "text", "text": {"content": message.whole}}
    return Letter(channel.address, body, {})


def _dingtalk(channel: Channel, message: Message) -> Letter:
    url = channel.address
    if channel.secret:
        now = str(round(time.time() * 1000))
        signed = hmac.digest(channel.secret.encode(), f"{now}\n{channel.secret}".encode(), "sha256")
        query = urlencode({"timestamp": now, "sign": base64.b64encode(signed).decode()})
        url = f"{url}{'&' if '?' in url else '?'}{query}"
    return Letter(url, {"msgtype": "text", "text": {"content": message.whole}}, {})


def _feishu(channel: Channel, message: Message) -> Letter:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": message.whole}}
    if channel.secret:
        now = str(int(time.time()))
        signed = hmac.digest(f"{now}\n{channel.secret}".encode(), b"", "sha256")
        body |= {"timestamp": now, "sign": base64.b64encode(signed).decode()}
    return Letter(channel.address, body, {})


def _webhook(channel: Channel, message: Message) -> Letter:
    body = {
        "id": message.key,
        "kinds": list(message.kinds),
        "title": message.title,
        "text": message.text,
        "link": message.link,
    }
    return Letter(channel.address, body, {"Idempotency-Key": message.key} if message.key else {})


WRITERS: dict[ChannelKind, Callable[[Channel, Message], Letter]] = {
    ChannelKind.WECOM: _wecom,
    ChannelKind.DINGTALK: _dingtalk,
    ChannelKind.FEISHU: _feishu,
    ChannelKind.WEBHOOK: _webhook,
}


def _signature(channel: Channel, body: bytes) -> dict[str, str]:
    """Sign what goes to a webhook, so that its owner knows who sent it."""
    if channel.kind != ChannelKind.WEBHOOK or not channel.secret:
        return {}
    digest = hmac.new(channel.secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-SafeCommunity-Signature": f"sha256={digest}"}


def _taken(channel: Channel, text: str) -> bool:
    """Tell whether the answer of a robot says that it took the message; a webhook's status does."""
    if channel.kind == ChannelKind.WEBHOOK:
        return True
    try:
        said = json.loads(text)
    except ValueError:
        return False
    name = "code" if channel.kind == ChannelKind.FEISHU else "errcode"
    return isinstance(said, dict) and said.get(name, said.get("StatusCode")) == 0
